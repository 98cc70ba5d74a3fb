"""Sealing: zstd, then AES-256-GCM (NIST SP 800-38D) under a random 96-bit nonce, bound to what the bytes are.

With random nonces one key is good for 2^32 seals (SP 800-38D §8.3): 400 years of 30,000 pages a day.
"""

from __future__ import annotations

import os

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Sealer:
    """Seals and opens bytes under one key. Used from one thread.

    Args:
        key: 32 bytes.
        level: of zstd.
    """

    def __init__(self, key: bytes, *, level: int = 3) -> None:
        self._cipher = AESGCM(key)
        self._compressor = zstandard.ZstdCompressor(level=level)
        self._decompressor = zstandard.ZstdDecompressor()

    def seal(self, data: bytes, bound: bytes) -> bytes:
        """``data`` sealed: nonce, then ciphertext and tag. Opens only with the same ``bound`` bytes."""
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, self._compressor.compress(data), bound)

    def open(self, sealed: bytes, bound: bytes, *, size: int) -> bytes:
        """What was sealed.

        Args:
            sealed: of :meth:`seal`.
            bound: as given to it.
            size: most bytes to expect; a frame that says more is refused.

        Raises:
            ValueError: another key, or not what was sealed.
        """
        try:
            packed = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound)
            if zstandard.frame_content_size(packed) > size:
                raise ValueError("larger than announced")
            return self._decompressor.decompress(packed)
        except InvalidTag as error:
            raise ValueError("another key, or altered") from error
        except zstandard.ZstdError as error:
            raise ValueError("not a frame") from error
