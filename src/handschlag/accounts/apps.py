"""How Django finds this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handschlag.accounts"
    label = "accounts"

    def ready(self) -> None:
        from handschlag.accounts import emails
        from handschlag.accounts.actions import erasure
        from handschlag.accounts.hooks import personal_data
        from handschlag.accounts.plugins.processing_records import PROCESSINGS
        from handschlag.accounts.plugins.remainders import ALWAYS, OF_ACCOUNT
        from handschlag.accounts.queries.export import export_accounts, hand_out_accounts
        from handschlag.accounts.queries.links import LINK_SEAL, token_in_letter
        from handschlag.common import erasures
        from handschlag.common.mail import sealed

        personal_data.register(
            personal_data.DataHolder(name="accounts", export=export_accounts, hand_out=hand_out_accounts)
        )
        erasures.register_erasure(erasure.ERASURE, erasure.erase_again)
        personal_data.leave(personal_data.Scope.ACCOUNT, *OF_ACCOUNT, *ALWAYS)
        personal_data.describe(*PROCESSINGS)
        sealed.register_seal(emails.SEAL, emails.digits_in_letter)
        sealed.register_seal(emails.LINK_SEAL, emails.link_in_letter)
        sealed.register_seal(LINK_SEAL, token_in_letter)
