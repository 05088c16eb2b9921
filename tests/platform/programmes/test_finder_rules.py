"""The decision table of the finder over every combination of answers: complete, reached, explained."""

from __future__ import annotations

import csv

import pytest

from handschlag.programmes import fit
from handschlag.programmes.facts import FACTS
from handschlag.programmes.fit import FitVerdict, Question

EVERY = list(fit.every_answer())
TRUE = [answers for answers in EVERY if fit.clash_in(answers) is None]
SAMPLE = TRUE[::8]  # where much is asked about each of them


def told(**values: str) -> dict[Question, str]:
    """Answers in short: an SME in Germany that develops something, unless said otherwise."""
    usual = {
        "who": "company",
        "want": "product",
        "together": "few",
        "market": "shown",
        "begun": "no",
        "size": "sme",
    }
    return {Question(name): value for name, value in {**usual, **values}.items()}


def test_the_tables_name_only_questions_answers_and_programmes_that_exist() -> None:
    answers = {one.question: set(one.answers) for one in fit.finder_questions()}
    assert list(answers) == list(Question)
    conditions = [one.condition for one in (*fit.rules(), *fit.steps(), *fit.clashes())]
    odd = [
        (question, value)
        for condition in conditions
        for question, wanted in condition.wanted.items()
        for value in wanted - answers[question]
    ]
    assert odd == []
    assert {rule.programme for rule in fit.rules()} == set(fit.PROGRAMMES)
    assert {stage.programme for stage in fit.stages()} == set(fit.PROGRAMMES)
    assert {step.best for step in fit.steps()} == {*fit.PROGRAMMES, ""}


def test_every_combination_has_a_rule_for_each_programme_and_question() -> None:
    assert len(EVERY) == 3780
    for answers in EVERY:
        for one in fit.judge_programmes(answers).columns:
            assert [cell.question for cell in one.cells] == list(Question)


def test_no_combination_ends_in_nothing() -> None:
    for answers in EVERY:
        finding = fit.judge_programmes(answers)
        steps = fit.next_steps(finding.best, answers)
        assert len(steps) == fit.STEPS, answers
        assert len({step.title for step in steps}) == fit.STEPS


def test_each_rule_step_and_clash_is_reached_by_answers_that_can_be_true() -> None:
    findings = [(answers, fit.judge_programmes(answers)) for answers in TRUE]
    used = {id(cell) for _answers, found in findings for one in found.columns for cell in one.cells}
    assert [rule for rule in fit.rules() if id(rule) not in used] == []
    taken = {id(step) for answers, found in findings for step in fit.next_steps(found.best, answers)}
    assert [step.title.de for step in fit.steps() if id(step) not in taken] == []
    assert [one for one in fit.clashes() if not any(one.condition.holds(each) for each in EVERY)] == []


def test_the_best_programme_is_never_one_that_is_excluded_while_another_is_not() -> None:
    for answers in EVERY:
        finding = fit.judge_programmes(answers)
        fitting = {one.programme for one in finding.columns if not one.excluded}
        assert (finding.best in fitting) if fitting else finding.best == ""
        if finding.best:
            possible = [one for one in finding.columns if not one.excluded]
            paying = [one for one in possible if not one.unpaid]
            assert len(finding.nearest.open) == min(len(one.open) for one in paying or possible)


def test_the_nearest_programme_is_the_best_one_after_the_change_that_is_proposed() -> None:
    for answers in SAMPLE:
        finding = fit.judge_programmes(answers)
        if finding.best:
            assert finding.changes == ()
            continue
        for place in range(max(len(change.answers) for change in finding.changes)):
            other = {one.question: one.answers[min(place, len(one.answers) - 1)] for one in finding.changes}
            assert fit.judge_programmes({**answers, **other}).best == finding.nearest.programme, (
                answers,
                other,
            )


def test_each_programme_is_the_best_one_for_somebody_and_so_is_none_of_them() -> None:
    assert {fit.judge_programmes(answers).best for answers in TRUE} == {*fit.PROGRAMMES, ""}


def test_why_not_is_true_backwards() -> None:
    """Whatever is said to exclude a programme: with the other answers it is excluded no longer."""
    asked = 0
    for answers in SAMPLE:
        for one in fit.judge_programmes(answers).columns:
            if not one.excluded:
                continue
            asked += 1
            changes = fit.changes(one.programme, answers)
            for place in range(max(len(change.answers) for change in changes)):
                other = {
                    change.question: change.answers[min(place, len(change.answers) - 1)] for change in changes
                }
                assert all(answers[question] != value for question, value in other.items())
                changed = {**answers, **other}
                assert fit.column(one.programme, changed).excluded == (), (one.programme, answers, other)
                assert fit.clash_in(changed) is None
    assert asked > 400


def test_an_excluded_question_is_always_among_those_that_would_have_to_change_or_made_good_by_them() -> None:
    for answers in SAMPLE:
        for one in fit.judge_programmes(answers).columns:
            if one.excluded:
                changed = {change.question for change in fit.changes(one.programme, answers)}
                touched = {name for cell in one.excluded for name in (cell.question, *cell.condition.wanted)}
                assert changed & touched


@pytest.mark.parametrize(
    ("answers", "best", "verdict"),
    [
        (told(), "zim-projekte", FitVerdict.YES),
        (told(want="network"), "zim", FitVerdict.OPEN),
        (told(want="network", together="six"), "zim", FitVerdict.YES),
        (told(who="research", want="question", market="open", size="none"), "igf", FitVerdict.OPEN),
        (told(who="association", want="question", market="open", size="none"), "igf", FitVerdict.YES),
        (told(who="cluster", want="management", together="six", size="none"), "go-cluster", FitVerdict.YES),
        (told(who="abroad"), "zim-projekte", FitVerdict.UNPAID),
        (told(who="abroad", together="alone"), "", FitVerdict.NO),
        (told(size="huge"), "zim", FitVerdict.UNPAID),
        (told(size="large"), "zim-projekte", FitVerdict.OPEN),
        (told(size="mid", together="alone"), "zim-projekte", FitVerdict.YES),
        (told(size="over", together="alone"), "zim-projekte", FitVerdict.YES),
        (told(size="large", together="alone"), "", FitVerdict.NO),
        (told(begun="done"), "", FitVerdict.NO),
        (told(begun="partly"), "zim-projekte", FitVerdict.OPEN),
        (told(who="research", together="alone", size="none"), "", FitVerdict.NO),
        (told(want="management"), "", FitVerdict.NO),
    ],
)
def test_who_gets_which_answer(answers: dict[Question, str], best: str, verdict: FitVerdict) -> None:
    finding = fit.judge_programmes(answers)
    assert (finding.best, finding.nearest.verdict) == (best, verdict)


def test_the_least_change_comes_first() -> None:
    alone = told(who="research", together="alone", size="none")
    assert fit.changes("zim-projekte", alone) == (
        fit.AnswerChange(question=Question.TOGETHER, answers=("few", "six")),
    )
    assert fit.changes("go-cluster", told(want="network")) == (
        fit.AnswerChange(question=Question.WHO, answers=("cluster",)),
        fit.AnswerChange(question=Question.SIZE, answers=("none",)),
    )


def test_what_clashes_is_said() -> None:
    assert fit.clash_in(told(size="none")) is not None
    assert fit.clash_in(told(who="association")) is not None
    assert fit.clash_in(told()) is None


def test_every_rule_cites_a_fact_that_the_platform_brings_along_about_a_programme_of_the_finder() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        known = {row["key"]: row for row in csv.DictReader(file)}
    assert sorted(fit.facts_relied_on() - set(known)) == []
    about = {known[key]["programme"] for key in fit.facts_relied_on()}
    assert about == {*fit.PROGRAMMES, fit.STUDIES}


def test_texts_are_there_in_both_languages() -> None:
    texts = [one.words for one in (*fit.rules(), *fit.clashes(), *fit.steps(), *fit.finder_questions())]
    texts += [words for one in fit.finder_questions() for words in one.answers.values()]
    texts += [words for step in fit.steps() for words in (step.title, step.label)]
    texts += [words for one in fit.stages() for words in (one.name, one.when, one.does)]
    assert [one for one in texts if not (one.de and one.en)] == []


# What people asked, and what the sources say: a situation, the verdict, and words of the answer.
SITUATIONS = [
    (told(size="huge"), "zim", FitVerdict.UNPAID, "ohne Förderung"),
    (told(size="huge", together="alone"), "", FitVerdict.NO, ""),
    (told(size="over", want="network", together="six"), "zim", FitVerdict.OPEN, "50 Mio."),
    (told(size="mid", want="network", together="six"), "zim", FitVerdict.OPEN, "50 Mio."),
    (told(size="micro", market="open"), "zim-projekte", FitVerdict.OPEN, "Als Kleinstunternehmen"),
    (told(size="sme", market="open"), "zim-projekte", FitVerdict.OPEN, "drei Jahre kein ZIM"),
    (told(size="large", market="open"), "zim-projekte", FitVerdict.OPEN, "mit einem KMU"),
    (told(who="abroad", want="network"), "zim", FitVerdict.UNPAID, "keine Förderung"),
    (told(begun="partly"), "zim-projekte", FitVerdict.OPEN, "noch nicht begonnen"),
]


@pytest.mark.parametrize(("answers", "best", "verdict", "said"), SITUATIONS)
def test_at_the_edges_the_answer_says_what_the_source_says(
    answers: dict[Question, str], best: str, verdict: FitVerdict, said: str
) -> None:
    finding = fit.judge_programmes(answers)
    assert (finding.best, finding.nearest.verdict) == (best, verdict)
    told_words = " ".join(cell.words.de for cell in (*finding.nearest.unpaid, *finding.nearest.open))
    assert said in told_words


def test_whoever_wants_a_cluster_is_led_to_one_and_not_to_a_product() -> None:
    finding = fit.judge_programmes(told(want="management"))
    assert finding.nearest.programme == "go-cluster"
    assert fit.next_steps("", told(want="management"))[0].link == "networks"


def test_money_that_is_spent_is_never_promised_and_the_tax_allowance_is_named() -> None:
    spent = told(begun="done")
    assert {one.programme for one in fit.judge_programmes(spent).columns if not one.excluded} == set()
    assert fit.next_steps("", spent)[0].link == "programme:forschungszulage"
    assert "forschungszulage" in {one.programme for one in fit.beyond(spent)}
