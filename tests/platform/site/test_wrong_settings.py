"""Many wrong settings at once: each is named, and no secret is shown."""

from __future__ import annotations

from pathlib import Path

from tests.platform.site.test_settings import start

SECRET = "geheim-und-zu-zeigen-verboten"
# Kinds: numbers, words, addresses, paths, names that nobody reads, and what contradicts something else.
ALL_WRONG = {
    "AWS_ACCESS_KEY_ID": ("AKIA", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together."),
    "DATABASE_URL": (f"postgresql://u:{SECRET}#/@db/n", "DATABASE_URL must look like postgresql://"),
    "HANDSCHLAG_BASE_URL": (f"https://u:{SECRET}@a.example", "not 'https://***@a.example'"),
    "HANDSCHLAG_BIGBLUEBUTTON": ("https://[rooms", "HANDSCHLAG_BIGBLUEBUTTON must be an https address"),
    "HANDSCHLAG_BIGBLUEBUTTON_SECRET": ("zu-kurz", "BIGBLUEBUTTON_SECRET must have at least 16"),
    "HANDSCHLAG_BIND": ("127.0.0.1:99999", "HANDSCHLAG_BIND must look like"),
    "HANDSCHLAG_BOUNCE_ADDRESS": ("nobody", "HANDSCHLAG_BOUNCE_ADDRESS must be an email address"),
    "HANDSCHLAG_COMPUTE": ("processes:0", "HANDSCHLAG_COMPUTE must be here"),
    "HANDSCHLAG_DATA": ("/dev/null/below", "HANDSCHLAG_DATA: the folder"),
    "HANDSCHLAG_DATA_LICENCE": ("cc0", "HANDSCHLAG_DATA_LICENCE must be one of"),
    "HANDSCHLAG_HOSTS": ("https://a.example", "HANDSCHLAG_HOSTS names hosts"),
    "HANDSCHLAG_HTTPS": ("perhaps", "HANDSCHLAG_HTTPS must be yes or no"),
    "HANDSCHLAG_JITSI": (f"https://u:{SECRET}@meet.example", "HANDSCHLAG_JITSI must be an https address"),
    "HANDSCHLAG_JITSI_APP_ID": ("app", "HANDSCHLAG_JITSI_APP_ID and HANDSCHLAG_JITSI_SECRET belong"),
    "HANDSCHLAG_KEEP_MAIL_DAYS": ("9" * 5000, "HANDSCHLAG_KEEP_MAIL_DAYS must be at most 1000000"),
    "HANDSCHLAG_KEPT_PAGES_MB": ("32 MB", "HANDSCHLAG_KEPT_PAGES_MB must be a whole number"),
    "HANDSCHLAG_LANGUAGES": ("/nowhere/languages", "HANDSCHLAG_LANGUAGES: there is no folder /nowhere."),
    "HANDSCHLAG_LOG_LEVEL": ("loud", "HANDSCHLAG_LOG_LEVEL must be one of"),
    "HANDSCHLAG_MAIL_FROM": ("notanaddress", "HANDSCHLAG_MAIL_FROM must be an email address"),
    "HANDSCHLAG_METRIC_TOKEN": (SECRET, "HANDSCHLAG_METRIC_TOKEN is no setting. Is HANDSCHLAG_METRICS_TOKEN"),
    "HANDSCHLAG_OIDC": ("uni,UNI", "HANDSCHLAG_OIDC names 'UNI'"),
    "HANDSCHLAG_OIDC_UNI_DOMAINS": ("uni", "HANDSCHLAG_OIDC_UNI_DOMAINS must name the domains"),
    "HANDSCHLAG_OIDC_UNI_ISSUER": ("http://uni.example", "OIDC_UNI_ISSUER must be an https address"),
    "HANDSCHLAG_OIDC_UNI_ORIGINS": ("https://[x", "HANDSCHLAG_OIDC_UNI_ORIGINS must be https addresses"),
    "HANDSCHLAG_OIDC_UNI_SECRETS": (SECRET, "Is HANDSCHLAG_OIDC_UNI_SECRET meant?"),
    "HANDSCHLAG_OPERATOR_EMAIL": ("a@b@c", "HANDSCHLAG_OPERATOR_EMAIL must be an email address"),
    "HANDSCHLAG_ORIGINS": ("www.a.example", "HANDSCHLAG_ORIGINS must look like"),
    "HANDSCHLAG_OWN_CONTENT": ("/dev/null", "HANDSCHLAG_OWN_CONTENT: /dev/null is no folder."),
    "HANDSCHLAG_PASSKEY_FOR": ("editors,organizer", "not 'editors', 'organizer'."),
    "HANDSCHLAG_PROXIES": ("2", "HANDSCHLAG_PROXIES counts nothing unless HANDSCHLAG_BEHIND_PROXY is yes."),
    "HANDSCHLAG_PUSH_SERVICES": ("https://push.example", "HANDSCHLAG_PUSH_SERVICES names hosts"),
    "HANDSCHLAG_SECRET_KEY": (SECRET, "HANDSCHLAG_SECRET_KEY must have at least 50 characters."),
    "HANDSCHLAG_SECURITY_CONTACT": ("https://a.example", "HANDSCHLAG_SECURITY_CONTACT must be an email"),
    "HANDSCHLAG_SMTP_URL": (f"smtp://u:{SECRET}@mail:x", "HANDSCHLAG_SMTP_URL has a port that is no number"),
    "HANDSCHLAG_STORAGE": ("s3://b?zone=1&style=odd", "HANDSCHLAG_STORAGE knows endpoint, region and style"),
    "HANDSCHLAG_WEB_PROCESES": ("2", "HANDSCHLAG_WEB_PROCESES is no setting. Is HANDSCHLAG_WEB_PROCESSES"),
    "HANDSCHLAG_WEB_THREADS": ("-1", "HANDSCHLAG_WEB_THREADS must be a whole number of at least 1"),
}


def test_of_many_wrong_settings_none_is_passed_over_and_no_secret_is_shown(
    root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "handschlag.env"
    file.write_text(f"{SECRET}\nHANDSCHLAG_OPERATOR_NAME=Ministry\n{SECRET} again\n")
    wrong = {name: value for name, (value, _words) in ALL_WRONG.items()}
    said = start(root, tmp_path, **wrong, HANDSCHLAG_SETTINGS=str(file)).stderr
    assert [name for name, (_value, words) in ALL_WRONG.items() if words not in said] == []
    assert [number for number in (1, 3) if f"{file}, line {number}: a line looks like" not in said] == []
    assert "HANDSCHLAG_STORAGE: the style must be one of" in said
    assert SECRET not in said


def test_links_that_begin_with_http_contradict_https(root: Path, tmp_path: Path) -> None:
    plain = {"HANDSCHLAG_BASE_URL": "http://handschlag.example.org"}
    words = "HANDSCHLAG_BASE_URL begins with http:// while HANDSCHLAG_HTTPS is yes."
    assert words in start(root, tmp_path, **plain).stderr
    assert words in start(root, tmp_path, **plain, HANDSCHLAG_HOSTS="").stderr
    assert words not in start(root, tmp_path, HANDSCHLAG_HOSTS="").stderr
    assert start(root, tmp_path, **plain, HANDSCHLAG_HTTPS="no").returncode == 0
