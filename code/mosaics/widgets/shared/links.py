"""A lab's state as the end of an address, "#SamplerLab:v=1&N=20&seed=6"; the page's twin is shared/state/link.js."""

import re
from urllib.parse import quote, unquote

from .settings import Setting, Value, allowed

VERSION = 1  # of what the names mean
FORM = re.compile(r"([A-Za-z]\w*?)(?:\.(\d+))?:(.*)", re.S)
MOST = 20_000  # characters of a link


def write(lab: str, values: dict[str, Value], place: int = 1) -> str:
    """The link to a lab set to these values, the first of its class on the page, or the one of another `place`."""
    parts = [f"{name}={quote(str(value), safe=':/,@;$!~*()-._' + chr(39))}" for name, value in values.items()]
    return f"#{lab}{f'.{place}' if place > 1 else ''}:" + "&".join([f"v={VERSION}", *parts])


def read(link: str, lab: str, controls: dict[str, Setting]) -> dict[str, Value]:
    """What a link sets of a lab, its class's name given; an address before the "#" does not matter.

    ValueError names what was given and what is allowed: another lab, version, name or value, or no link at all.
    """
    if not isinstance(link, str) or len(link) > MOST:
        raise ValueError(f"link must be a text of at most {MOST} characters, got {str(link)[:40]!r}")
    if not (found := FORM.fullmatch(link.partition("#")[2] if "#" in link else link)):
        raise ValueError(f"a link ends like #{lab}:v={VERSION}&seed=1, got {link[:80]!r}")
    if found[1] != lab:
        raise ValueError(f"the link is to a {found[1]}, not to a {lab}")
    pairs = [part.partition("=") for part in found[3].split("&") if part]
    given = {name: unquote(text) for name, _, text in pairs}
    if len(given) < len(pairs):
        raise ValueError(f"each name may stand once in a link, got {', '.join(name for name, *_ in pairs)}")
    if (version := given.pop("v", "none")) != str(VERSION):
        raise ValueError(f"the link is of version {version}, this package reads version {VERSION}")
    return {name: allowed(lab, name, text, controls) for name, text in given.items()}

