"""How Django finds this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handschlag.accounts"
    label = "accounts"

    def ready(self) -> None:
        from handschlag.accounts import emails
        from handschlag.accounts.actions import erasure
        from handschlag.accounts.hooks.personal_data import DataHolder, personal_data
        from handschlag.accounts.hooks.processing_records import processing_records
        from handschlag.accounts.hooks.remainders import account_remainders
        from handschlag.accounts.plugins.audit_verbs import AUDIT_VERBS
        from handschlag.accounts.plugins.processing_records import PROCESSINGS
        from handschlag.accounts.plugins.remainders import ALWAYS, OF_ACCOUNT
        from handschlag.accounts.queries.export import export_accounts, hand_out_accounts
        from handschlag.accounts.queries.links import LINK_SEAL, token_in_letter
        from handschlag.common import erasures
        from handschlag.common.audit.hooks import audit_verbs
        from handschlag.common.mail import sealed

        personal_data.register(
            DataHolder(name="accounts", export=export_accounts, hand_out=hand_out_accounts)
        )
        erasures.register_erasure(erasure.ERASURE, erasure.erase_again)
        account_remainders.register(*OF_ACCOUNT, *ALWAYS)
        processing_records.register(*PROCESSINGS)
        sealed.register_seal(emails.SEAL, emails.digits_in_letter)
        sealed.register_seal(emails.LINK_SEAL, emails.link_in_letter)
        sealed.register_seal(LINK_SEAL, token_in_letter)
        audit_verbs.register(AUDIT_VERBS)
