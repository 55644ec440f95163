"""Which column of a file is what, by the words of its heading."""

from collections.abc import Mapping, Sequence

from shipping.matching import normal_name

# What label software, carriers and merchants call these columns, in the form of `plain`.
ORDER_ID_NAMES = ("orderid", "sellercloudorderid", "ourorderid")
CHANNEL_ORDER_NAMES = (
    *("channelorder", "channelorderid", "order", "ordernumber", "orderno", "storeorderid"),
    *("storeordernumber", "websiteorder", "reference", "ordersourceorderid", "cscartorder"),
)
SKU_NAMES = ("sku", "productsku", "itemsku", "productcode", "item")


def guess(
    headings: Sequence[str],
    names: Mapping[str, Sequence[str]],
    remembered: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Which place each column has: as it was the last time, else by the words of its heading.

    `names` are the known words by column, in the form of `plain`; `remembered` are headings by
    column. Columns that are not there are left out.
    """
    places: dict[str, int] = {}
    by_heading = {normal_name(text): place for place, text in reversed([*enumerate(headings)])}
    for column, heading in (remembered or {}).items():
        if column in names and normal_name(heading) in by_heading:
            places[column] = by_heading[normal_name(heading)]
    for column in names:
        if column in places:
            continue
        for place, heading in enumerate(headings):
            if place not in places.values() and plain(heading) in names[column]:
                places[column] = place
                break
    return places


def cells_by_column(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """The cells of a line by column; '' where the line is too short."""
    return {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}


def plain(text: str) -> str:
    """Letters and digits of `text` alone, in small letters."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
