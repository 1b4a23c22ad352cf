"""The console and the API: a thin door on the record, for people with accounts and for their programs.

How a page is made (all of it is checked when the application is made, and again in tests/web)::

    # src/marsad/web/console/incidents.py
    router = APIRouter()

    @router.get("/incidents")
    def incidents(request: Request, me: Annotated[Visit, Depends(needs("reader"))]) -> Response:
        record = desk_of(request).record                  # pipeline.record.Record: all verbs
        return page(request, "incidents.html", found=record.list(...))

- `create_app(record, *, settings)` (`web.app`): `record` is the address of a database or an open Record. It
  includes `web.console.router`; put each page's router there: `router.include_router(...)`. Routes are
  plain `def`, not `async`: they run in threads, since the database blocks.
- `needs(role)` (`web.people.rights`): roles reader < coder < editor < admin (`web.people.roles`). Every
  route takes exactly one of `needs("…")` or `anybody`, or the application is not made; each stands with its
  role in tests/web/rights.toml, and is tried there with every role. The route gets a `Visit`
  (`web.people.visits`): `name` (hand it to the verbs as `who`), `role`, `way` ("session", "token", "demo"),
  `number` (of the person, for `r.views(number)`, `w.put_view(number, name=…, address=…, at=…)`,
  `w.drop_view(n, person=number)`), `may(role)`. `needs("admin", by_token=False)`: at a browser only.
- `page(request, template, *, status=200, **values)` (`web.pages`) renders `web/templates/<template>`:
  escaped, undefined names are errors. Every template finds `t`, `lang`, `dir`, `languages`, `me`, `csrf`,
  `here`, `demo`, `number(x)`, `percent(share)`, `day(iso)`, `moment(microseconds)`. Pages extend
  `base.html`, blocks `title`, `head`, `nav`, `main`. A fragment for htmx is a template of its own, rendered
  by the same `page`.
- words: `web/words/{ar,fr,en}/<subject>.toml` (a new file is found by itself), `t("subject.key",
  name=value)`; a word that depends on a number is a table of CLDR's forms, `t("subject.key", n=3)`. In
  Python `say(lang, key, **values)` (`web.words`), `lang_of(request)` (`web.pages`). Tests hold the three
  languages to the same keys and values.
- forms: `<form method="post">` with `<input type="hidden" name="csrf" value="{{ csrf }}">`; htmx sends the
  mark by itself (`hx-headers` on the body of `base.html`). A POST without it is refused before the route
  runs. What changes something is POST, never GET; then `return go(request, "/incidents/7")` (303, or
  `HX-Redirect`).
- refusing: `raise Refusal("missing")` (`web.refusal`; the keys of STATUS) becomes a page in the visitor's
  language, or a problem document under `/api/`. MarsadError of a verb becomes a 422 page with its sentence;
  StoreError a 503.
- addresses that a visitor hands in go through `inside(address)` (`web.security.addresses`).
- the policy (`web.security.headers`) allows scripts, styles, fonts and pictures of `/static/` alone: no
  inline script, no `style=`, no `hx-on`, no `onclick`. Files: `web/static/`.
- who did what: `desk_of(request).log(w, me.name, action, subject, detail)` inside `with …store.writing() as
  w`.
- tests: tests/web/conftest.py gives `record` (empty), `app`, `client` (nobody), `sign_in(role)` -> a
  client, `form( client, path, **values)` posts with the mark. In a demo (`Settings(demo=True)`) everybody
  is a reader and every POST is refused. templates/ and static/ are the console's to make beautiful, those
  of `people` included.
"""
