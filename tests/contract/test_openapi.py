"""The committed description of the API is what the code does, and no route is without a role."""

import json
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute

from service.app import create_app
from service.settings import Settings

COMMITTED = Path(__file__).resolve().parents[2] / "openapi.json"
OPEN = {"/healthz", "/readyz", "/metrics", "/login", "/logout", "/docs", "/assets/plotly-{number}.min.js"}


def test_the_committed_description_is_the_code_s() -> None:
    described = create_app(Settings()).openapi()
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(described)), "run `make openapi` and commit openapi.json"


def dependencies(dependant: Any) -> list[Any]:
    return [found for one in dependant.dependencies for found in (one.call, *dependencies(one))]


def test_every_route_names_the_roles_that_may_use_it() -> None:
    app = create_app(Settings())
    routes = [route for route in _routes(app.routes) if isinstance(route, APIRoute)]
    assert len(routes) > 20
    without = [
        route.path
        for route in routes
        if route.path not in OPEN and not any(getattr(call, "roles", None) for call in dependencies(route.dependant))
    ]
    assert without == []


def _routes(routes: Any) -> list[Any]:
    included = (getattr(getattr(route, "original_router", route), "routes", None) or [] for route in routes)
    return [found for route, more in zip(routes, included, strict=True) for found in (route, *_routes(more))]
