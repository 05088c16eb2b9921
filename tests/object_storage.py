"""A server of S3 on this machine, for whatever keeps its files there."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from tests.with_postgresql import free_port

BUCKET = "handschlag"
KEYS = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "hush-hush"}


@contextmanager
def object_storage(folder: Path) -> Iterator[str]:
    """Its endpoint, with one empty bucket."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "moto.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 120  # a hang, not a speed, is what this catches
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=5).close()
                break
            except OSError:
                assert time.monotonic() < until, (folder / "moto.log").read_text()
                time.sleep(0.05)
        endpoint = f"http://127.0.0.1:{port}"
        client(endpoint).create_bucket(Bucket=BUCKET)
        yield endpoint
    finally:
        server.kill()
        server.wait()


def client(endpoint: str):
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )


def stored(endpoint: str) -> dict[str, bytes]:
    """Everything that lies in the bucket."""
    s3 = client(endpoint)
    found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read() for one in found}


def address(endpoint: str, *, bucket: str = BUCKET) -> str:
    """What stands in HANDSCHLAG_STORAGE."""
    return f"s3://{bucket}/a/part?endpoint={endpoint}"
