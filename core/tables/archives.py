"""How large an archive is when it is unpacked."""

import io
import zipfile
import zlib

LARGEST = 150 * 1024 * 1024  # bytes
_MOST_MEMBERS = 5_000
_CHUNK = 1024 * 1024
_TOO_LARGE = (
    "The file is too large when it is unpacked. Save only the sheet with the lines as “CSV UTF-8”."
)


def why_too_large(content: bytes) -> str:
    """Why an archive is not unpacked, as a sentence; '' when it may be, or is no archive.

    The sizes that an archive itself says may be lies: it is unpacked into nothing and counted.
    Raises `zipfile.BadZipFile` and `zlib.error` for a broken one.
    """
    if not content.startswith(b"PK"):
        return ""
    left = LARGEST
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST:
            return _TOO_LARGE
        for member in members:
            if member.flag_bits & 1:
                return "The file is protected by a password. Save it without one."
            left -= _unpacked_size(content, member, left)
            if left < 0:
                return _TOO_LARGE
    return ""


def _unpacked_size(content: bytes, member: zipfile.ZipInfo, most: int) -> int:
    """The true size of `member`; some number above `most` when it is larger than that."""
    header = content[member.header_offset : member.header_offset + 30]
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = member.header_offset + 30 + names
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    size, unpacker = 0, zlib.decompressobj(-15)
    while packed and size <= most and not unpacker.eof:
        size += len(unpacker.decompress(packed, _CHUNK))
        packed = unpacker.unconsumed_tail
    return size
