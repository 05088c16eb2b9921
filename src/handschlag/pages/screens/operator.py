"""Who runs this platform, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Operator:
    """`is_known` is False as long as nobody has filled in the settings."""

    name: str
    address: tuple[str, ...]
    representative: str
    email: str
    phone: str
    register: str
    enforcement: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.name and self.address and self.email)


def operator() -> _Operator:
    """Who runs this website, as the settings say."""
    return _Operator(
        name=settings.OPERATOR_NAME,
        address=tuple(settings.OPERATOR_ADDRESS),
        representative=settings.OPERATOR_REPRESENTATIVE,
        email=settings.OPERATOR_EMAIL,
        phone=settings.OPERATOR_PHONE,
        register=settings.OPERATOR_REGISTER,
        enforcement=tuple(settings.ENFORCEMENT_BODY),
    )
