"""Asks every database of `settings.py` in this folder for its user."""

import os
import sys

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django
from django.db import connections

django.setup()
for name in connections:
    with connections[name].cursor() as cursor:
        cursor.execute("select current_user")
        print(name, cursor.fetchone()[0])
