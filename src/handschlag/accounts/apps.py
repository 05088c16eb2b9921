"""How Django finds this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handschlag.accounts"
    label = "accounts"

    def ready(self) -> None:
        from handschlag.accounts import emails, own_data
        from handschlag.accounts.hooks import (
            DataHolder,
            account_remainders,
            personal_data,
            processing_records,
        )
        from handschlag.accounts.links import LINK_SEAL, token_in_letter
        from handschlag.accounts.own_data import export_accounts, hand_out_accounts
        from handschlag.accounts.plugins import ALWAYS, AUDIT_VERBS, OF_ACCOUNT, PROCESSINGS
        from handschlag.common import erasures
        from handschlag.common.audit import audit_verbs
        from handschlag.common.mail import outbox

        personal_data.register(
            DataHolder(name="accounts", export=export_accounts, hand_out=hand_out_accounts)
        )
        erasures.register_erasure(own_data.ERASURE, own_data.erase_again)
        account_remainders.register(*OF_ACCOUNT, *ALWAYS)
        processing_records.register(*PROCESSINGS)
        outbox.register_seal(emails.SEAL, emails.digits_in_letter)
        outbox.register_seal(emails.LINK_SEAL, emails.link_in_letter)
        outbox.register_seal(LINK_SEAL, token_in_letter)
        audit_verbs.register(AUDIT_VERBS)
