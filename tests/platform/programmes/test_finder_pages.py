"""The finder as people meet it: five of them, their results, what is shared, printed and mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.platform import builders, guide

from handschlag.demo.pages import JOURNEYS, Journey
from handschlag.programmes import fit
from handschlag.programmes.finder import finder_address
from handschlag.programmes.fit import steps
from handschlag.programmes.models import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
RESULT, FORM, SHEET = (f"/de/programmes/finder/{part}" for part in ("result/", "", "sheet/"))
SAYS = {
    "company": ("Für Ihr Vorhaben passt ein ZIM-Projekt.", "For your plan a ZIM project fits."),
    "professor": ("Für Ihr Vorhaben passt die IGF am besten.", "For your plan IGF fits best."),
    "association": ("Für Ihr Vorhaben passt die IGF.", "For your plan IGF fits."),
    "cluster": ("Für Ihr Vorhaben passt go-cluster.", "For your plan go-cluster fits."),
    "abroad": (
        "Mit diesen Antworten passt keines der vier Programme.",
        "With these answers none of the four programmes fits.",
    ),
}


def words(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def heading(answer: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return found.group(1) if found else ""


def query(**values: str) -> str:
    usual = {"who": "company", "want": "network", "together": "few", "market": "shown", "begun": "no"} | {
        "size": "sme"
    }
    return "?" + urlencode({**usual, **values})


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda one: one.key)
@pytest.mark.parametrize("language", ["de", "en"])
def test_five_people_get_an_answer_with_reasons_and_three_steps_and_can_print_it(
    client: Client, valid: Callable[[str], list[str]], journey: Journey, language: str
) -> None:
    said = SAYS[journey.key][0 if language == "de" else 1]
    for page in ("result", "sheet"):
        answer = client.get(f"/{language}/programmes/finder/{page}/?{urlencode(journey.answers)}")
        html = answer.content.decode()
        assert (answer.status_code, heading(answer)) == (200, said)
        assert html.count('<th scope="row">') == 9
        assert html.count('class="hs-nextsteps__number"') == 3
        assert valid(html) == []
        assert ("noch nicht bekannt" if language == "de" else "not known yet") in html


def test_the_questions_lead_to_the_result_and_back_with_the_answers_filled_in(client: Client) -> None:
    form = client.get(FORM + query())
    html = form.content.decode()
    assert html.count(" checked") == 6
    assert f'action="{RESULT}"' in html
    result = client.get(RESULT + query())
    assert result.content.decode().count(">ändern<") == 6
    assert f'href="{FORM}{query().replace("&", "&amp;")}#id_want"' in result.content.decode()
    assert 'id="id_want"' in html


def test_the_result_says_which_condition_is_open_and_why_the_others_do_not_fit(client: Client) -> None:
    text = words(client.get(RESULT + query()))
    assert "Eines ist noch offen: es fehlen noch Unternehmen, nötig sind mindestens sechs." in text
    assert "Warum nicht IGF? „Partner zu einem Thema zusammenbringen“: gefördert wird Forschung" in text
    assert "Möglich wäre es mit: Was möchten Sie? „eine Frage klären, die eine ganze Branche hat“" in text
    assert "ZIM: Innovationsnetzwerke ;" in text
    assert "(Kopie ohne Datum, gelesen am 26. November 2026)" in text
    assert "jetzt ZIM-Netzwerke Mindestens sechs Unternehmen entwerfen einen Fahrplan" in text


def test_the_first_step_is_the_button_and_the_directory_tells_how_many_networks_there_are(
    client: Client,
) -> None:
    network = builders.network("Optik im Netz")
    network.in_programmes.create(programme=builders.programme("zim"))
    html = client.get(RESULT + query()).content.decode()
    assert 'kern-btn--primary" href="/de/actors/?kind=company"' in html
    assert 'href="/de/networks/?programme=zim"' in html
    assert "1 Netzwerk aus diesem Verzeichnis nimmt teil." in html


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"who": "king"}, "Diese Antwort gibt es nicht. Bitte wählen Sie eine der folgenden."),
        ({"size": ""}, "Diese Frage ist noch offen. Bitte wählen Sie eine Antwort."),
        ({"size": "none"}, "Sie sind ein Unternehmen und zugleich keines."),
        ({"who": "cluster"}, "Dann passt hier nur „Wir sind kein Unternehmen“."),
    ],
)
def test_unknown_missing_and_contradictory_answers_lead_to_the_questions_with_a_word(
    client: Client, valid: Callable[[str], list[str]], values: dict[str, str], said: str
) -> None:
    for address in (RESULT, SHEET):
        answer = client.get(address + query(**values))
        assert answer.status_code == 422
        assert heading(answer) == "Welches Programm passt?"
        assert said in words(answer)
        assert valid(answer.content.decode()) == []
    assert client.get(RESULT + "?who=a&want=a&who=b&x=1").status_code == 422
    assert client.get(RESULT).status_code == 422


def test_every_step_leads_to_a_page_that_exists(client: Client) -> None:
    links = {finder_address(step.link, "") for step in steps() if not step.link.startswith("https://")}
    assert len(links) == 11
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_every_combination_has_a_page(client: Client) -> None:
    """A sample of the product space over the wire; all of it is judged in test_finder_rules."""
    for answers in list(fit.every_answer())[::151]:
        answer = client.get(f"{RESULT}?{urlencode(answers)}")
        is_true = fit.clash_in(answers) is None
        assert answer.status_code == (200 if is_true else 422), answers


def test_the_number_of_queries_does_not_grow_with_networks(
    client: Client, django_assert_max_num_queries: Any, settings: Any
) -> None:
    for number in range(3):
        network = builders.network(f"Netz {number}")
        network.in_programmes.create(programme=builders.programme("zim"))
    with django_assert_max_num_queries(6):
        client.get(RESULT + query(together="six"))


def test_an_old_fact_is_marked_and_one_that_is_gone_leaves_the_page_standing(
    client: Client, now: datetime
) -> None:
    Fact.objects.filter(key="zim-members").update(read_on="2020-01-01", old_from="2021-01-01")
    assert "gelesen am 1. Januar 2020, neu zu prüfen)" in words(client.get(RESULT + query()))
    Fact.objects.all().delete()
    answer = client.get(RESULT + query())
    assert answer.status_code == 200
    assert "Noch ist keine Quelle angegeben." in words(answer)


def test_without_programmes_the_finder_answers_with_its_own_words(client: Client) -> None:
    builders.programme("zim").__class__.objects.all().delete()
    answer = client.get(RESULT + query())
    assert heading(answer) == "Für Ihr Vorhaben passt ein ZIM-Netzwerk am besten."


def test_who_may_apply_stands_below_its_heading_without_the_question(
    client: Client, valid: Callable[[str], list[str]]
) -> None:
    guide.funding_call(conditions={"who": ["company"]})
    html = client.get("/de/funding-calls/netze-2027/").content.decode()
    assert "Wer sind Sie?" not in html
    assert "<ul>" in html.split('<h2 id="who">')[1].split("</section>")[0]
    assert valid(html) == []
