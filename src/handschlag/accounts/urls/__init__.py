"""Addresses of accounts. Of the library's names only these exist; what else it offers is not reachable."""

from django.urls import URLPattern, URLResolver, include, path

from handschlag.accounts import account, confirm, organisations, own_data, passkeys, people, sign_in

own = [
    path("", account.profile, name="profile"),
    path("login/password/", sign_in.login_password, name="login_password"),
    path("login/code/again/", sign_in.login_code_again, name="login_code_again"),
    path("login/link/<slug:token>/", sign_in.login_link, name="login_link"),
    path("passkeys/challenge/", sign_in.passkey_challenge, name="passkey_challenge"),
    path("passkeys/add/", passkeys.add, name="passkey_add"),
    path("passkeys/<number:passkey_id>/name/", passkeys.rename, name="passkey_rename"),
    path("passkeys/<number:passkey_id>/remove/", passkeys.remove, name="passkey_remove"),
    path("confirm/send/", confirm.send, name="confirm_send"),
    path("confirm/code/", confirm.by_code, name="confirm_code"),
    path("confirm/password/", confirm.by_password, name="confirm_password"),
    path("confirm/passkey/", confirm.by_passkey, name="confirm_passkey"),
    path("prove/", confirm.prove, name="prove"),
    path("address/", account.address, name="address"),
    path("address/code/", account.address_code, name="address_code"),
    path("password/", account.password, name="password"),
    path("password/remove/", account.remove_password_page, name="password_remove"),
    path("sessions/end/", account.end_sessions, name="end_sessions"),
    path(
        "organisations/<number:connection_id>/forget/", organisations.disconnect, name="organisation_forget"
    ),
    path("data/", own_data.export, name="export"),
    path("erase/", own_data.erase_page, name="erase"),
    path("people/", people.account_list, name="people"),
    path("people/<number:user_id>/", people.account_page, name="person"),
    path("people/<number:user_id>/block/", people.block, name="person_block"),
    path("people/<number:user_id>/unblock/", people.unblock, name="person_unblock"),
    path("people/<number:user_id>/export/", people.export, name="person_export"),
    path("people/<number:user_id>/erase/", people.erase, name="person_erase"),
    path("roles/", people.overview, name="grants"),
    path("roles/<number:user_id>/", people.change, name="grant"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("login/", sign_in.login, name="account_login"),
    path("login/code/", sign_in.login_code, name="account_confirm_login_code"),
    path("login/passkey/", sign_in.login_passkey, name="mfa_login_webauthn"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("confirm/", confirm.choose, name="account_reauthenticate"),
    path("login/at/<slug:provider_id>/", organisations.go, name="openid_connect_login"),
]
