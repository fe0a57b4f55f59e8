"""Where the book lives: the `origin` of the working copy, else `repository.url` of _config.yml, else nowhere."""

import re
import subprocess

from sphinx.application import Sphinx
from sphinx.config import Config

HOSTS = ("github.com", "gitlab.com")  # the hosts that Binder's and the theme's links understand


def web_address(remote: str) -> str:
    """`git@host:org/name.git`, `ssh://…` or `https://…` as `https://host/org/name`; "" for anything else."""
    match = re.search(r"^(?:\w+://)?(?:[^@/]+@)?([\w.-]+)[:/]+([\w.-]+)/([\w.-]+?)(?:\.git)?/?$", remote.strip())
    return "https://{}/{}/{}".format(*match.groups()) if match and match[1] in HOSTS else ""


def origin(folder: str) -> str:
    """The web address of git's `origin`, or "" (no git, no origin, or a host without launch buttons)."""
    try:
        command = ["git", "-C", folder, "remote", "get-url", "origin"]
        return web_address(subprocess.run(command, capture_output=True, encoding="utf8", errors="replace").stdout)
    except OSError:
        return ""


def choose_address(app: Sphinx, config: Config) -> None:
    """Give the theme the address; without one, switch off every button that would lead nowhere."""
    options = config.html_theme_options
    options["repository_url"] = origin(str(app.confdir)) or options.get("repository_url", "")
    if not options["repository_url"]:
        options.update(use_repository_button=False, use_issues_button=False, launch_buttons={})
