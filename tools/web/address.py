"""Where requests may go: public addresses of the web, and nowhere else.

An address is judged twice: by its form, and, after its name was resolved, by its number (`learning/address.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from studywright.learning.address import PORTS, as_ip, form_fault, is_public
from studywright.learning.errors import RefusedError


@dataclass(frozen=True)
class Rules:
    """What is allowed. `loopback` is for tests and benchmarks alone: it lets requests go to this machine, on any port."""

    loopback: bool = False

    def check_url(self, url: str) -> SplitResult:
        """Split an address whose form is allowed. Raises RefusedError, which says why not."""
        if fault := form_fault(url, any_port=self.loopback):
            raise RefusedError(f"the address {url[:80]!a} {fault}")
        parts = urlsplit(url)
        if parts.hostname and as_ip(parts.hostname) is not None:
            self.check_ip(parts.hostname)
        return parts

    def check_port(self, port: int) -> None:
        """Raise RefusedError for a port that the web does not use."""
        if port not in PORTS and not self.loopback:
            raise RefusedError(f"port {port} is not one of the web")

    def check_ip(self, address: str) -> None:
        """Raise RefusedError for an address that is not public."""
        ip = as_ip(address)
        if ip is None:
            raise RefusedError(f"{address[:60]!a} is no address")
        if not is_public(ip) and not (self.loopback and ip.is_loopback):
            raise RefusedError(f"{ip} is in a private network or reserved")
