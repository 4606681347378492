"""Taking in: one person's answers held against all programmes at once, with what staff find out presumed and named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from backend.eligibility.asking import choose
from backend.eligibility.deciding import chosen_parameters, judged_alone
from backend.eligibility.explaining import explained, facts_behind, facts_of_amount, is_open, open_facts
from backend.eligibility.fact import BadFact, Fact, FactValue
from backend.eligibility.intake import FITS, Also, Answers, Chance, Finding, Intake, Recognition
from backend.eligibility.law import Clause, Law
from backend.eligibility.library import library
from backend.eligibility.parameter import ParameterValue, StandardsNotSet
from backend.eligibility.parsing import parse
from backend.eligibility.recognising import Rung, ladder
from backend.eligibility.syntax import Tree
from backend.eligibility.taking import checked
from backend.eligibility.verdict import Outcome
from backend.eligibility.working_out import work_out

# How much an open fact may settle, next to one that blocks a programme all by itself.
_REVIEWED, _AMOUNT = 0.2, 0.1
_NAMED = 3  # facts left to staff that a summary names; the rest is counted

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Seen:
    """One programme and one person: as answered, with what is presumed, and the same once each rung is granted."""

    law: Law
    chosen: Mapping[str, ParameterValue]
    on: date
    answers: Answers
    taken: Mapping[str, FactValue]
    answered: _Row
    presumed: _Row
    granted: Mapping[str, _Row]

    def nobody_is_asked(self, key: str) -> bool:
        return key in self.answers.unsure or library().facts[key].left_to_staff


@dataclass(frozen=True)
class _Found:
    """What one person's programmes came to, and those that were looked into."""

    findings: dict[str, Finding]
    seen: list[_Seen]


def take_in(
    facts: Mapping[str, FactValue], *, on: date, parameters: Mapping[str, Any], unsure: Collection[str] = ()
) -> Intake:
    """Where one person stands with every programme in force that day whose standards the county has set.

    Facts as for `decide`; refuses with BadFact. An answer is probably yes or probably no: only the county decides.
    """
    found = _taken_in_or_bad(Answers(facts, frozenset(unsure)), tuple(_laws(on, parameters)), on)
    if isinstance(found, BadFact):
        raise found
    return found


def take_in_each(people: Sequence[Answers], *, on: date, parameters: Mapping[str, Any]) -> list[Intake | BadFact]:
    """The same for several people, in their order; a BadFact harms nobody else."""
    laws = tuple(_laws(on, parameters))
    return [_taken_in_or_bad(each, laws, on) for each in people]


def _taken_in_or_bad(
    answers: Answers, laws: Sequence[tuple[Law, Mapping[str, ParameterValue]]], on: date
) -> Intake | BadFact:
    try:
        taken = checked(library().facts, {**dict.fromkeys(answers.unsure), **answers.facts}, on=on)
        found = _Found({}, [])
        for law, chosen in laws:
            if law.gate is not None and law.gate.at(taken).value is False:
                found.findings[law.rule.programme] = _not_asked(law)
            else:
                seen = _seen(law, chosen, on, answers, taken)
                found.findings[law.rule.programme] = _finding(seen)
                found.seen.append(seen)
        return _intake(found, on)
    except BadFact as bad:
        return bad


def _laws(on: date, parameters: Mapping[str, Any]) -> Iterator[tuple[Law, Mapping[str, ParameterValue]]]:
    for programme in library().laws:
        try:
            law = library().in_force(programme, on)
            yield law, chosen_parameters(law, parameters)
        except (BadFact, StandardsNotSet):  # not in force that day, or the county has not set its standards
            continue


def _seen(
    law: Law, chosen: Mapping[str, ParameterValue], on: date, answers: Answers, taken: Mapping[str, FactValue]
) -> _Seen:
    answered = {key: taken.get(key) for key in law.facts}
    row = judged_alone(law, answered, chosen, on=on)
    likely = answered | _presumed({key: law.facts[key] for key in law.facts if answered[key] is None}, taken)
    grants = [grant for rung in ladder().rungs if (grant := rung.grants) and grant in law.facts]
    granted = {grant: work_out(law, likely | {grant: True}, chosen, on) for grant in grants}
    return _Seen(law, chosen, on, answers, taken, row, work_out(law, likely, chosen, on), granted)


def _presumed(facts: Mapping[str, Fact], taken: Mapping[str, FactValue]) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for key, fact in facts.items():
        if fact.presumed_from is None:
            found[key] = fact.presumed
        elif isinstance(value := _tree(fact.presumed_from).at(taken).value, int) and value <= (fact.maximum or 0):
            found[key] = value
    return found


@cache
def _tree(text: str) -> Tree:
    return parse(text)


def _intake(found: _Found, on: date) -> Intake:
    findings = dict(found.findings)
    recognition, rung = _recognition(findings)
    if recognition is not None and recognition.settled:
        for programme in _below(rung):
            if programme in findings and programme != recognition.programme:
                findings[programme] = _superseded(findings[programme], recognition)
    question, left = choose(list(findings.values()))
    also = tuple(_also(found.seen, findings, rung))
    return Intake(on, tuple(findings.values()), recognition, also, question, left)


def _not_asked(law: Law) -> Finding:
    """Left aside by what was answered: nothing is worked out, and nothing said of it but that."""
    rule, said = law.rule, law.rule.worth_asking.otherwise if law.rule.worth_asking else ""
    return Finding(rule.programme, rule.name, Chance.ASIDE, Outcome.UNKNOWN, None, said, said, ())


def _finding(seen: _Seen) -> Finding:
    chance, wanted = _chance(seen)
    if chance is Chance.ASIDE:
        return _not_asked(seen.law)
    rule = seen.law.rule
    row = seen.answered if _by_answers(seen, chance) else seen.presumed
    asked = tuple(wanted) if row["holds"] is None else ()
    verdict = explained(seen.law, row, _used(seen), seen.chosen, on=seen.on, asked=asked)
    waiting = open_facts(seen.law, seen.answered) if seen.answered["holds"] is None else []
    names = tuple(library().facts[key].name for key in waiting if seen.nobody_is_asked(key))
    summary, speak_text = verdict.summary, verdict.speak_text
    if chance is Chance.PROBABLE and names:
        named = "、".join(names[:_NAMED]) + (f"等{len(names)}项" if len(names) > _NAMED else "")
        summary, speak_text = f"{summary}{named}由工作人员核实。", f"{speak_text}有些情况由工作人员核实。"
    outcome = Outcome.UNKNOWN if (held := seen.answered["holds"]) is None else Outcome.YES if held else Outcome.NO
    return Finding(
        rule.programme, rule.name, chance, outcome, verdict.amount_fen, summary, speak_text, names,
        verdict.changes_it if chance is Chance.NO else (), wanted,
    )  # fmt: skip


def _chance(seen: _Seen) -> tuple[Chance, dict[str, float]]:
    if seen.answered["holds"] is not None:
        return (Chance.YES if seen.answered["holds"] else Chance.NO), {}
    gate = seen.law.gate.at({**seen.taken, **seen.answered}) if seen.law.gate else None
    if gate is not None and gate.value is False:
        return Chance.ASIDE, {}
    wanted = {} if seen.presumed["holds"] is False else _wanted(seen)
    gates = _asked(seen, gate.open) if gate is not None else []
    if gates and wanted:
        # The gate first: what stands behind it is counted, and asked when it has been passed.
        return Chance.OPEN, {**dict.fromkeys(wanted, 0.0), **dict.fromkeys(gates, 1 / len(gates))}
    if wanted:
        return Chance.OPEN, wanted
    return (Chance.PROBABLE if seen.presumed["holds"] else Chance.STAFF), {}


def _by_answers(seen: _Seen, chance: Chance) -> bool:
    return chance in (Chance.YES, Chance.NO) or seen.presumed["holds"] is False


def _used(seen: _Seen) -> dict[str, FactValue]:
    return {key: seen.taken.get(key) for key in seen.law.facts}


def _wanted(seen: _Seen) -> dict[str, float]:
    """The facts to ask for, each with how much it may settle: all if it stands alone in a blocking condition."""
    found: dict[str, float] = {}
    for clause, keys in _open_clauses(seen):
        for key in keys:
            weight = (_REVIEWED if clause.reviewed else 1.0) / len(keys)
            found[key] = max(found.get(key, 0.0), weight)
    for key in _wanted_for_amount(seen):
        found.setdefault(key, _AMOUNT)
    return found


def _open_clauses(seen: _Seen) -> Iterator[tuple[Clause, list[str]]]:
    row = seen.presumed
    for clause in seen.law.clauses:
        if is_open(clause, row):
            yield clause, _asked(seen, clause.tree.at(row).open)


def _wanted_for_amount(seen: _Seen) -> list[str]:
    """None where the amount would stay open anyway, for want of what nobody is asked."""
    unknown = [key for key in facts_of_amount(seen.law, seen.presumed) if seen.presumed[key] is None]
    keys = [_asked_as(key) for key in unknown]
    return [] if any(seen.nobody_is_asked(key) for key in keys) else keys


def _asked(seen: _Seen, columns: Collection[str]) -> list[str]:
    keys = dict.fromkeys(_asked_as(key) for key in facts_behind(seen.law, columns))
    return [key for key in library().facts if key in keys and not seen.nobody_is_asked(key)]


def _asked_as(key: str) -> str:
    return library().facts[key].age_from or key


def _recognition(findings: Mapping[str, Finding]) -> tuple[Recognition | None, Rung | None]:
    """The first rung on which something fits; unsettled while a higher one is open."""
    open_above: list[str] = []
    for rung in ladder().rungs:
        here = [findings[each] for each in rung.programmes if each in findings]
        fitting = next((each for each in here if each.chance in FITS), None)
        if fitting is not None:
            sentence = f"按现在填的情况，可能认定为{fitting.name}。最终由县民政局决定。"
            if open_above:
                sentence = (
                    f"按现在填的情况，可能认定为{fitting.name}；{'、'.join(open_above)}还没有看清，以后可能有变化。"
                )
            article = ladder().article
            return Recognition(fitting.programme, fitting.name, not open_above, article, sentence), rung
        open_above += [each.name for each in here if each.chance in (Chance.OPEN, Chance.STAFF)]
    return None, None


def _below(rung: Rung | None) -> Iterator[str]:
    """The programmes that a settled recognition makes idle: the others of its rung and all of lower rank."""
    rungs = ladder().rungs
    for lower in rungs[rungs.index(rung) :] if rung is not None else ():
        yield from lower.programmes


def _superseded(finding: Finding, recognition: Recognition) -> Finding:
    if finding.chance is Chance.NO:
        return finding
    said = f"您可能先认定为{recognition.name}，{finding.name}就先不细问。"
    return Finding(finding.programme, finding.name, Chance.ASIDE, Outcome.UNKNOWN, None, said, said, ())


def _also(seen: Sequence[_Seen], findings: Mapping[str, Finding], rung: Rung | None) -> Iterator[Also]:
    """Beside the ladder: what fits now and still fits once recognised, and what fits from then on."""
    laddered = {programme for each in ladder().rungs for programme in each.programmes}
    for each in seen:
        finding = findings[each.law.rule.programme]
        if finding.programme in laddered:
            continue
        now = finding.chance in FITS
        row = each.granted.get(rung.grants or "") if rung is not None else None
        then = now if row is None else row["holds"] is True and finding.chance is not Chance.ASIDE
        if then:
            yield Also(finding.programme, finding.name, after=not now)
