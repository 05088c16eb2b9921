"""How Django finds this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handschlag.accounts"
    label = "accounts"

    def ready(self) -> None:
        from handschlag.accounts import emails, personal_data
        from handschlag.accounts.actions import erasure
        from handschlag.accounts.processing import PROCESSINGS
        from handschlag.accounts.queries.export import export_accounts, hand_out_accounts
        from handschlag.accounts.queries.links import LINK_SEAL, token_in_letter
        from handschlag.accounts.remainders import ALWAYS, OF_ACCOUNT
        from handschlag.common import erasures
        from handschlag.common.mail import sealed

        personal_data.register(
            personal_data.Holder(name="accounts", export=export_accounts, hand_out=hand_out_accounts)
        )
        erasures.register(erasure.ERASURE, erasure.erase_again)
        personal_data.leave(personal_data.Scope.ACCOUNT, *OF_ACCOUNT, *ALWAYS)
        personal_data.describe(*PROCESSINGS)
        sealed.register(emails.SEAL, emails.digits_in_letter)
        sealed.register(emails.LINK_SEAL, emails.link_in_letter)
        sealed.register(LINK_SEAL, token_in_letter)
