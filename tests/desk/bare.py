"""A bare Flask page: one route, one template, no database. What the desk's pages are compared with."""

from __future__ import annotations

from flask import Flask, Response, render_template_string

app = Flask("bare", static_folder=None)


@app.get("/page")
def page() -> str:
    """A page that says its title twice."""
    return render_template_string("<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1>", title="Bare")


@app.get("/readyz")
def ready() -> Response:
    """It needs nothing, so it is ready."""
    return Response(b"ok\n", content_type="text/plain")
