import psycopg
import pytest

from shop.urls import is_database_url

BAD = ["postgresql://app@db.example.com:99999/shop", "postgresql://app:pw@[::1/shop?sslmod=require"]


@pytest.mark.parametrize("url", BAD)
def test_refuses(url):
    assert not is_database_url(url)


def test_takes_no_list():
    assert not is_database_url("postgresql://app@db.example.com:abc/shop", strict=True)


def test_connects():
    psycopg.connect("postgresql://app@db.example.com/shop?sslmod=require")
