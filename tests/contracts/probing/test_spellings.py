"""What is written otherwise and means the same is told from what means something else."""

import pytest

from taller.contracts.probing.values import same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10:00:00Z", "10:00:00+00:00"),
        ("10:00:00.5Z", "12:00:00.500000+02:00"),
        ("23:30:00-01:00", "00:30:00Z"),
        ("10:00", "10:00:00"),
        ("PT60S", "PT1M"),
        ("P1Y2M", "P14M"),
        ("P1W", "P7D"),
        ("PT36H", "P1DT12H"),
        ("-PT1.50S", "-PT1.5S"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("2001:DB8::1", "2001:db8:0::1"),
        ("http://example.com", "http://example.com/"),
        ("HTTP://Example.COM:80/a?b=C#d", "http://example.com/a?b=C#d"),
        ("https://ana@example.com:443", "https://ana@example.com/"),
        ("http://example.com/%7eana/%c3%a9", "http://example.com/~ana/%C3%A9"),
        ("http://example.com/a/../b/./c/..", "http://example.com/b/"),
    ],
)
def test_what_means_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10:00:00Z", "11:00:00+00:00"),
        ("10:00:00Z", "10:00:00"),
        ("10:00:00", "10:00:01"),
        ("99:00:00", "99:00"),
        ("PT1M", "P1M"),
        ("P1M", "P30D"),
        ("PT1S", "-PT1S"),
        ("P1.2.3D", "P1D"),
        ("P", "PT"),
        ("::1", "::2"),
        ("1", "::1"),
        ("http://example.com/", "https://example.com/"),
        ("http://example.com/a", "http://example.com/a/"),
        ("http://example.com/a", "http://example.com/A"),
        ("http://example.com/a?b", "http://example.com/a"),
        ("http://example.com:81", "http://example.com"),
        ("http://example.com/a%2Fb", "http://example.com/a/b"),
        ("http://[foo/", "http://[foo"),
        ("example.com", "example.com/"),
    ],
)
def test_what_does_not(one: str, other: str) -> None:
    assert not same(one, other)
