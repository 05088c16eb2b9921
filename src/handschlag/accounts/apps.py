"""How Django finds this floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "handschlag.accounts"
    label = "accounts"

    def ready(self) -> None:
        from handschlag.accounts import personal_data
        from handschlag.accounts.processing import PROCESSINGS
        from handschlag.accounts.queries.export import export_accounts, hand_out_accounts

        personal_data.register(
            personal_data.Holder(name="accounts", export=export_accounts, hand_out=hand_out_accounts)
        )
        personal_data.describe(*PROCESSINGS)
