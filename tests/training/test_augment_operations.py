"""Single operations of the augmentation on reports made for the purpose."""

from __future__ import annotations

import random

import pytest

from marsad.codebook import Count, Incident, Period, Report
from marsad.places import resolver
from marsad.reading.scores.marked import Marked, unmark
from training.augment import (
    augment,
    cut_tail,
    drop_published,
    noise_tashkeel,
    swap_dates,
    swap_numbers,
    swap_organisations,
    swap_places,
)
from training.augment.dates import shift_days, shift_years
from training.augment.edits import Edit, UnfitError, rewrite
from training.augment.numerals import another

SEEDS = range(12)


def made(
    text: str, incident: Incident, lang: str = "en", title: str = "", published: str | None = None
) -> Marked:
    """Return a marked report of one incident."""
    plain, spans = unmark(text)
    return Marked(Report("made", plain, title, lang, None, published), True, (incident,), spans)  # type: ignore[arg-type]


def words(marked: Marked, label: str) -> list[str]:
    """Return the words of every span of a label."""
    return [span.of(marked.report.text) for _, span in marked.spans if span.label == label]


def in_town(name: str, country: str) -> Incident:
    """Return an incident in a town of the gazetteer."""
    return Incident(place=resolver.lookup(name, country)[0], country=country)


def test_edits_move_spans() -> None:
    """Spans behind, around and under an edit keep their words; one that is removed goes."""
    text, spans = unmark(
        "A <TARGET>post in <PLACE>Oran</PLACE></TARGET> was <OUTCOME>hit</OUTCOME>. <EVENT>It</EVENT> ended."
    )
    fresh, moved = rewrite(text, spans, [Edit(10, 14, "Constantine"), Edit(23, 33, "")])
    assert fresh == "A post in Constantine was hit."
    assert [(s.label, s.of(fresh)) for _, s in moved] == [
        ("TARGET", "post in Constantine"),
        ("PLACE", "Constantine"),
        ("OUTCOME", "hit"),
    ]


@pytest.mark.parametrize(
    "edits", [[Edit(8, 12, "x")], [Edit(10, 14, "x"), Edit(12, 14, "y")], [Edit(3, 3, "x")]]
)
def test_edits_that_cut_are_refused(edits: list[Edit]) -> None:
    """An edit through the edge of a span, two that overlap, and an empty stretch are refused."""
    text, spans = unmark("A post in <PLACE>Oran</PLACE> was hit.")
    with pytest.raises(UnfitError):
        rewrite(text, spans, edits)


def test_an_arabic_town_takes_its_clitics() -> None:
    """After ب the new name stands whole, after ل without its alef; text, title and field agree."""
    text = (
        "قالت الشرطة العراقية إن <EVENT>هجوما</EVENT> وقع ب<PLACE>البصرة</PLACE>، "
        "وإن الطريق ل<PLACE>لبصرة</PLACE> مفتوح."
    )
    marked = made(text, in_town("Basra", "IQ"), "ar", "هجوم في البصرة")
    changed = 0
    for seed in SEEDS:
        new = swap_places(marked, random.Random(seed), ())
        if new is marked:
            continue
        changed += 1
        one, two = words(new, "PLACE")
        assert "بصرة" not in new.report.text + new.report.title
        assert one in new.report.title
        assert two == (one[1:] if one.startswith("ال") else one)
        assert new.incidents[0].place is not None and new.incidents[0].place.country == "IQ"
    assert changed


@pytest.mark.parametrize(
    "text",
    [
        "<EVENT>A bomb</EVENT> in <PLACE>Mosul</PLACE> shook Mosul province on Monday, Iraqi police said.",
        "<EVENT>A bomb</EVENT> in <PLACE>Mosul</PLACE>, north of Tikrit, on Monday, Iraqi police said.",
        "<EVENT>A bomb</EVENT> hit an embassy in <PLACE>Baghdad</PLACE> on Monday, Iraqi police said.",
        "<EVENT>A bomb</EVENT> hit the capital, <PLACE>Baghdad</PLACE>, on Monday, Iraqi police said.",
        "<EVENT>Un attentat</EVENT> à <PLACE>Paris</PLACE> ; un libraire parisien témoigne, dit la police.",
    ],
)
def test_a_tied_town_stays(text: str) -> None:
    """A town beside its province or another town, a capital shown as one, one with its demonym are kept."""
    name, country = next(
        (n, c) for n, c in (("Mosul", "IQ"), ("Baghdad", "IQ"), ("Paris", "FR")) if n in text
    )
    marked = made(text, in_town(name, country), "fr" if country == "FR" else "en")
    assert all(swap_places(marked, random.Random(seed), ()) is marked for seed in SEEDS)


def test_an_elided_town_keeps_its_vowel() -> None:
    """After d' stands another name with a vowel."""
    marked = made(
        "<EVENT>L'attentat</EVENT> d'<PLACE>Oran</PLACE> a visé une caserne, dit l'armée algérienne.",
        in_town("Oran", "DZ"),
        "fr",
    )
    names = {words(swap_places(marked, random.Random(seed), ()), "PLACE")[0] for seed in SEEDS}
    assert names == {"Annaba"}


def test_an_organisation_keeps_its_article() -> None:
    """The New IRA gives way to another with the article, in text, title and field; leftovers forbid it."""
    incident = Incident(affiliation="New IRA", country="GB")
    marked = made(
        "<ORG>The New IRA</ORG> said it laid <EVENT>the bomb</EVENT> in Derry.",
        incident,
        title="The New IRA again",
    )
    found = {swap_organisations(marked, random.Random(seed), ()).incidents[0].affiliation for seed in SEEDS}
    assert {"Real IRA", "Continuity IRA"} & found
    for seed in SEEDS:
        new = swap_organisations(marked, random.Random(seed), ())
        if new is not marked:
            assert words(new, "ORG")[0].startswith("The ")
            assert "New IRA" not in new.report.text + new.report.title


def test_an_ideology_is_not_swapped() -> None:
    """A cell known by its ideology alone has no other name."""
    marked = made(
        "<ORG>Jihadist</ORG> men planned <EVENT>an attack</EVENT>.",
        Incident(affiliation="jihadist", country="FR"),
    )
    assert all(swap_organisations(marked, random.Random(seed), ()) is marked for seed in SEEDS)


@pytest.mark.parametrize(
    ("written", "value", "lang", "fits"),
    [
        ("خمسة", 5, "ar", {"ثلاثة", "أربعة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"}),
        ("خمس", 5, "ar", {"ثلاث", "أربع", "ست", "سبع", "تسع", "عشر"}),
        (
            "خمسة عشر",
            15,
            "ar",
            {"أحد عشر", "ثلاثة عشر", "أربعة عشر", "ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر"},
        ),
        ("٥", 5, "ar", set("٣٤٦٧٨٩") | {"١٠"}),
        (
            "Five",
            5,
            "en",
            {
                "Three",
                "Four",
                "Six",
                "Seven",
                "Eight",
                "Nine",
                "Ten",
                "Eleven",
                "Twelve",
                "Thirteen",
                "Fourteen",
            },
        ),
    ],
)
def test_numbers_keep_their_form(written: str, value: int, lang: str, fits: set[str]) -> None:
    """Digits stay digits of their script, words words; Arabic ones of their class, gender and case."""
    found = {another(written, value, lang, 0, 10**6, random.Random(seed)) for seed in range(300)}
    assert found == fits


@pytest.mark.parametrize(
    ("written", "value", "lang"), [("رجلين", 2, "ar"), ("deux", 2, "fr"), ("a dozen", 12, "en")]
)
def test_bound_numbers_stay(written: str, value: int, lang: str) -> None:
    """Duals, two and words outside the lists have no other."""
    assert another(written, value, lang, 0, 10**6, random.Random(0)) is None


def test_all_arrested_suspects_move_together() -> None:
    """Where all suspects are held, both fields follow the words, in the title too."""
    incident = Incident(suspects=Count(4), arrested=Count(4))
    text = "Police <OUTCOME>held</OUTCOME> <N_ARRESTED>four</N_ARRESTED> men over <EVENT>a plot</EVENT>."
    new = swap_numbers(made(text, incident, title="Four held over plot"), random.Random(1), ())
    count = new.incidents[0].arrested
    assert count is not None and count.value != 4
    assert new.incidents[0].suspects == count
    assert words(new, "N_ARRESTED")[0].capitalize() == new.report.title.split()[0]


def test_a_sum_is_left_alone() -> None:
    """A number whose parts are told stays: the parts would contradict it."""
    text = "<N_KILLED>Five</N_KILLED> people died in <EVENT>the blast</EVENT>: three soldiers and two nurses."
    marked = made(text, Incident(killed=Count(5)))
    assert all(swap_numbers(marked, random.Random(seed), ()) is marked for seed in SEEDS)


def test_weeks_move_day_month_and_publication() -> None:
    """A report moved by weeks has another date everywhere, and the same weekday."""
    text = "<EVENT>A bomb</EVENT> exploded on <DATE>Tuesday 29 January 2019</DATE> near a market."
    new = shift_days(made(text, Incident(date=Period("2019-01-29")), published="2019-01-31"), 7)
    assert words(new, "DATE") == ["Tuesday 5 February 2019"]
    assert (new.incidents[0].date, new.report.published) == (Period("2019-02-05"), "2019-02-07")


def test_days_that_are_no_weeks_are_an_error() -> None:
    """A shift that would make weekdays false is refused with words that say why."""
    with pytest.raises(ValueError, match="whole weeks"):
        shift_days(made("<EVENT>It</EVENT> was.", Incident(), published="2019-01-31"), 3)


def test_arabic_months_stay_in_their_family() -> None:
    """A Levantine month gives way to a Levantine one."""
    text = "وقع <EVENT>الهجوم</EVENT> يوم <DATE>الأربعاء 28 شباط 2018</DATE> قرب السوق."
    new = shift_days(made(text, Incident(date=Period("2018-02-28")), "ar", published="2018-03-01"), 14)
    assert words(new, "DATE") == ["الأربعاء 14 آذار 2018"]


def test_years_move_only_where_weekdays_agree() -> None:
    """Six years on from 2017 the weekdays fall alike; one year on they do not."""
    text = "<EVENT>A bomb</EVENT> exploded on <DATE>12 May 2017</DATE>."
    marked = made(text, Incident(date=Period("2017-05-12")), published="2017-05-13")
    assert words(shift_years(marked, 6), "DATE") == ["12 May 2023"]
    assert shift_years(marked, 1) is marked


def test_feasts_hold_a_report_in_its_season() -> None:
    """A report of Ramadan moves neither by weeks nor by years."""
    text = "<EVENT>A bomb</EVENT> exploded on <DATE>Tuesday</DATE>, in Ramadan."
    marked = made(text, Incident(date=Period("2019-05-07")), published="2019-05-08")
    assert all(swap_dates(marked, random.Random(seed), ()) is marked for seed in SEEDS)


def test_without_publication_a_weekday_is_no_date() -> None:
    """As the guide has it: a weekday without `published` leaves the date null, a full date stays."""
    weekday = made(
        "<EVENT>A bomb</EVENT> exploded on <DATE>Tuesday</DATE>.",
        Incident(date=Period("2019-05-07")),
        published="2019-05-08",
    )
    full = made(
        "<EVENT>A bomb</EVENT> exploded on <DATE>7 May 2019</DATE>.",
        Incident(date=Period("2019-05-07")),
        published="2019-05-08",
    )
    bare = [drop_published(marked, random.Random(0), ()) for marked in (weekday, full)]
    assert [marked.report.published for marked in bare] == [None, None]
    assert [marked.incidents[0].date for marked in bare] == [None, Period("2019-05-07")]


def test_vowel_marks_go_and_marks_follow() -> None:
    """Without vowel marks the spans still hold their words."""
    marked = made(
        "<OUTCOME>قُتِل</OUTCOME> <VICTIM>جنديٌّ</VICTIM> في <EVENT>هُجوم</EVENT> قرب السوق.", Incident(), "ar"
    )
    found = [noise_tashkeel(marked, random.Random(seed), ()) for seed in SEEDS]
    assert any(words(new, "OUTCOME") == ["قتل"] and words(new, "EVENT") == ["هجوم"] for new in found)


def test_a_tail_with_a_mark_stays() -> None:
    """Only sentences behind the last mark are cut, and never below the corpus' least length."""
    body = "<EVENT>The blast</EVENT> shook the old market early. " + "Traders swept up the glass slowly. " * 8
    marked = made(body + "It rained.", Incident())
    assert any(
        len(cut_tail(marked, random.Random(seed), ()).report.text) < len(marked.report.text) for seed in SEEDS
    )
    held = made(body + "Nobody claimed <EVENT>it</EVENT>.", Incident())
    assert all(cut_tail(held, random.Random(seed), ()) is held for seed in SEEDS)


def test_an_irrelevant_report_stays_irrelevant() -> None:
    """No mix gives a report without incidents any."""
    marked = Marked(
        Report("none", "The council met. " * 20, "Council", "en", None, "2019-05-08"), False, (), ()
    )
    for seed in SEEDS:
        new = augment(marked, random.Random(seed), (marked,))
        assert (new.relevant, new.incidents, new.spans) == (False, (), ())
