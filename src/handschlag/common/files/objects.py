"""Files in S3-compatible object storage; imported only where the settings name one.

Nobody but the platform reads there: pages stream what whoever asks may see, and no file has an address.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from handschlag.common.files import StorageAway

ANSWERS_WITHIN: Final = 10  # seconds; a page waits no longer for a storage than people do
CONNECTS_WITHIN: Final = 3
TRIES: Final = 2
NOT_FOUND: Final = "404"  # all that an answer without a body can say
_making: Final = threading.Lock()


@contextmanager
def _told() -> Iterator[None]:
    """All that goes wrong between us and the storage is one fault, in words without a secret."""
    try:
        yield
    except ClientError as no:
        code = no.response.get("Error", {}).get("Code") or "no reason given"
        raise StorageAway(f"the storage refuses: {code}") from no
    except Boto3Error as trouble:
        cause = trouble.__context__ if trouble.__context__ is not None else trouble
        raise StorageAway(f"the storage does not take it: {type(cause).__name__}") from trouble
    except BotoCoreError as trouble:
        raise StorageAway(f"the storage does not answer: {type(trouble).__name__}") from trouble


class ObjectStorage(S3Storage):
    """One bucket, or a part of it."""

    def __init__(self, *, addressing_style: str | None = None, **options: Any) -> None:
        config = Config(
            s3={"addressing_style": addressing_style},
            connect_timeout=CONNECTS_WITHIN,
            read_timeout=ANSWERS_WITHIN,
            retries={"total_max_attempts": TRIES, "mode": "standard"},
            # Checksums that not every storage knows are sent to those only that ask for them.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        self._shared: Any = None
        transfer = TransferConfig(use_threads=False)
        # Names are random: nothing is overwritten that is not meant, and nobody has to ask before.
        super().__init__(client_config=config, transfer_config=transfer, file_overwrite=True, **options)

    @property
    def connection(self) -> Any:
        """One for all threads of a process: its client may be shared, and to make one takes long."""
        with _making:
            try:
                self._shared = self._shared or super().connection
            except ValueError as wrong:
                raise StorageAway("its endpoint or region is none that can be asked") from wrong
            return self._shared

    def url(self, name: str, *_args: Any, **_options: Any) -> str:
        """No file is public."""
        raise NotImplementedError(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        """All of it at once: what is kept here is small, and a fault shows before an answer has begun."""
        assert mode == "rb", "files are saved whole"
        key = self._key_of(name)
        with _told():
            try:
                answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            except ClientError as no:
                if no.response["Error"]["Code"] == "NoSuchKey":  # and not the bucket
                    raise FileNotFoundError(name) from no
                raise
            return ContentFile(answer["Body"].read(), name=name)

    def _save(self, name: str, content: File) -> str:
        with _told():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _told():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Asked of the list: to HEAD, a bucket that is missing looks like a missing file."""
        key = self._key_of(name)
        with _told():
            ask = self.connection.meta.client.list_objects
            found = ask(Bucket=self.bucket_name, Prefix=key, MaxKeys=1).get("Contents", ())
            return any(one["Key"] == key for one in found)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _told():
            folders, files = super().listdir(path)
            return list(folders), list(files)

    def size(self, name: str) -> int:
        with _told():
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _told():
            try:
                moment: datetime = super().get_modified_time(name)
            except ClientError as no:
                if no.response["Error"]["Code"] == NOT_FOUND:
                    raise FileNotFoundError(name) from no
                raise
            return moment

    def _key_of(self, name: str) -> str:
        return str(self._normalize_name(clean_name(name)))
