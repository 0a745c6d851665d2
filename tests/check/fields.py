"""Random rulebooks and fields: every documented key, values that meet often (ties, edges, halves), from a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contest.scoring.rulebook import RulebookRefused, parse_rulebook

from .schemes import MODES, Made, Schemes, as_marked, named

STATUSES = ["present"] * 12 + ["absent", "withdrawn", "disqualified", "eliminated", "guest", "void"]
SECONDS = [60, 120, 239, 240, 241, 300, 301, 360, 480, 700]


class Maker(Schemes):
    """One random rulebook and a field of entries for it."""

    # --- the rulebook ---

    def rulebook(self) -> Made:
        return accepted(self.any_rulebook)

    def any_rulebook(self) -> Made:
        """One that may have a fault: a formula beyond what its part is out of."""
        percent = self.chance(0.5)
        count = self.dice.randint(1, 4)
        weights = self._weights(count) if percent else [self.decimal(3) for _ in range(count)]
        parts = [self.part(n, weight, percent) for n, weight in enumerate(weights)]
        book = {"format": 1, "id": "item", "name": named("item"), "rounding": self.stages(), "parts": parts}
        book |= {"weighting": "percent" if percent else "sum", "penalties": self.penalties(parts)}
        scale = self.some(scale={"kind": "robust_700"} | self.some(digits=self.dice.randint(0, 2)))
        passes = any("pass_mark" in part for part in parts)
        book |= {"ties": self.ties(parts), "awards": self.awards(passes, bool(scale))} | scale
        return book | {"ranking": self.ranking()}

    def _weights(self, count: int) -> list[str]:
        cuts = sorted(self.dice.sample(range(1, 100), count - 1))
        return [str(b - a) for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]

    def ranking(self) -> Made:
        return self.some(
            order=self.dice.choice(["ascending", "descending"]),
            numbering=self.dice.choice(["dense", "dense", "gaps"]),
            band=self.decimal(40, least=0),
        )

    def penalties(self, parts: list[Made]) -> list[Made]:
        rules: list[Made] = []
        for n in range(self.dice.randint(0, 3)):
            per = self.dice.choice(["once", "once", "count", "given"])
            rule = {"id": f"rule{n}", "name": named("rule"), "per": per}
            rule |= {"max": self.decimal(9)} if per == "given" else {"points": self.decimal(2)}
            rules.append(rule | self.some(part=self.dice.choice(parts)["id"]))
        return rules

    def ties(self, parts: list[Made]) -> list[Made]:
        rules = [self.tie(parts) for _ in range(self.dice.randint(0, 5))]
        unique = {str({**rule, "first": None}): rule for rule in rules}
        return [*unique.values()] + ([{"by": "shared"}] if self.chance(0.5) else [])

    def tie(self, parts: list[Made]) -> Made:
        part = self.dice.choice(parts)
        judged = [each for each in parts if each["source"] == "judged"]
        several = [each["id"] for each in parts if self.chance(0.6)] or [part["id"]]
        timed = [each["id"] for each in parts if "time" in each]
        first = self.some(first=self.dice.choice(["higher", "lower"]))
        made: list[Made] = [
            {"by": "parts", "parts": several} | first,
            {"by": "part", "part": part["id"]} | first,
            {"by": "unrounded_total"},
            {"by": "next_decimal", "digits": self.dice.randint(4, 6)},
            {"by": "fewer_penalties"},
            {"by": "attribute", "attribute": "age"} | first,
            {"by": self.dice.choice(["lot", "chief", "ballot"])},
        ]
        if timed:
            made += [{"by": "time", "part": self.dice.choice(timed)}, {"by": "times", "parts": timed}]
        if judged:
            made += self._tie_within(self.dice.choice(judged), first)
        return self.dice.choice(made)

    def _tie_within(self, part: Made, first: Made) -> Iterator[Made]:
        criterion = self.dice.choice(as_marked(part))
        aspects = [aspect["id"] for each in as_marked(part) for aspect in each["aspects"]]
        yield {"by": "criterion", "part": part["id"], "criterion": criterion["id"]} | first
        yield {"by": "aspect", "part": part["id"], "aspect": self.dice.choice(aspects)} | first
        some = [aspect for aspect in aspects if self.chance(0.5)] or aspects
        yield {"by": "aspects", "part": part["id"], "aspects": some} | first
        yield {"by": "untrimmed_mean", "part": part["id"]}
        if part.get("combine", {}).get("method") == "place_points":
            yield {"by": "givers", "part": part["id"]}
        yield {"by": "count_back", "part": part["id"]}

    def awards(self, passes: bool, scaled: bool) -> list[Made]:
        awards = [self.award(n, passes, scaled) for n in range(self.dice.randint(0, 4))]
        if any(award.get("cumulative") for award in awards):
            for award in awards:  # a cumulative share takes in what is left over before it: none is passed on
                award.pop("carry", None)
        return awards

    def award(self, n: int, passes: bool, scaled: bool) -> Made:
        award = {"id": f"award{n}", "name": named("award")}
        award |= self.dice.choice(
            [{"count": self.dice.randint(1, 5)}, {"percent": self.decimal(60)}, {"threshold": self.decimal(40)}]
        )
        award |= self.some(
            ties=self.dice.choice(["at_least", "at_most"]),
            requires_pass=passes and self.chance(0.5),
            money=self.decimal(900),
        )
        if "percent" in award:
            award |= self.some(
                cumulative=True, base=self.dice.choice(["entered", "ranked"]), rounding=self.dice.choice(MODES)
            )
        if "threshold" in award and scaled:
            award |= self.some(least_scale=self.dice.choice(["690", "700"]))
        elif "threshold" not in award:
            award |= self.some(carry=self.dice.choice(["none", "spare", "both"]), band=self.decimal(5))
            award |= self.some(threshold=self.decimal(30))
        if n and self.chance(0.3):
            award |= self.some(besides=True, apart_from=[f"award{self.dice.randrange(n)}"])
        if self.chance(0.3):
            award |= self.some(from_rank=self.dice.randint(1, 2), to_rank=self.dice.randint(2, 5))
        when = self.some(entries_over=self.dice.randint(1, 5), entries_upto=self.dice.randint(6, 9))
        return award | ({"when": when} if when and self.chance(0.5) else {})

    # --- the field ---

    def rows(self, book: Made) -> Iterator[tuple[str, str, str, str]]:
        """The MARKS file's rows after its header. Few different marks, so that many totals meet."""
        given: list[tuple[str, str, str]] = []
        for n in range(self.dice.choice([*range(1, 11), 16])):
            again: list[tuple[str, str, str]] = []
            if not given or self.chance(0.65):  # otherwise the same again: a tie whatever the chain
                given = list(self.entry(book))
            else:  # but for what is taken once, which may be noted once more
                once = {f"penalty:{rule['id']}" for rule in book["penalties"] if rule["per"] == "once"}
                again = [row for row in given if row[1] in once and self.chance(0.5)]
            for row in [*given, *again]:
                yield (f"E{n}", *row)

    def entry(self, book: Made) -> Iterator[tuple[str, str, str]]:
        yield "", "status", self.dice.choice(STATUSES)
        whole = self.chance(0.9)
        for part in book["parts"]:
            if whole or self.chance(0.5):
                compared = {"untrimmed_mean", "count_back"} & {
                    t["by"] for t in book["ties"] if t.get("part") == part["id"]
                }
                yield from self.given(part, may_gap=not compared)
        for rule in book["penalties"]:
            for _ in range(self.dice.choice([0, 0, 0, 1, 2, 3])):
                value = {"given": rule.get("max", ""), "count": self.dice.choice("12"), "once": "1"}[rule["per"]]
                yield "", f"penalty:{rule['id']}", value

    def given(self, part: Made, may_gap: bool) -> Iterator[tuple[str, str, str]]:
        if part["source"] in ("derived", "votes", "ballot"):
            yield from self.timed(part)
            return
        if part["source"] == "imported":
            yield "", f"score:{part['id']}", self.dice.choice([part.get("out_of", "55"), "5", "6.25", "0"])
            yield from self.timed(part)
            return
        combine = part.get("combine", {})
        given = combine.get("missing") == "given"
        sheets = whole = 1 if part["panel"].get("by") == "joint" else part["panel"]["judges"]
        if self.chance(0.1 if combine.get("missing", "block") == "block" else 0.3):
            sheets = self.dice.randint(0, sheets)
        gaps = may_gap and given and combine.get("level", "sheet") != "sheet" and self.chance(0.5)
        for n in self.dice.sample(range(whole + 1), sheets) if "adjust" in part else range(sheets):
            for criterion in as_marked(part):
                for aspect in criterion["aspects"]:
                    if not (gaps and self.chance(0.3)):
                        yield f"J{n}", f"{part['id']}.{aspect['id']}", self.mark(aspect)

        if sheets == whole and not gaps:
            yield from self.timed(part)

    def timed(self, part: Made) -> Iterator[tuple[str, str, str]]:
        if "time" in part and self.chance(0.7):
            yield "", f"time:{part['id']}", str(self.dice.choice(SECONDS))

    def mark(self, aspect: Made) -> str:
        kind = aspect["kind"]
        if kind in ("check", "veto"):
            return self.dice.choice(["true", "true", "false"] if kind == "check" else ["true", *["false"] * 4])
        if kind == "bands":
            return self.dice.choice(["0", "1.49", "1.5", "3", "50"])
        if kind == "judgement":
            return self.dice.choice("0123")
        if kind == "faults":
            return self.dice.choice("0012358")
        if kind == "measured":
            return " ".join(self.reading(aspect["nominal"]) for _ in range(aspect.get("readings", 1)))
        return self.points(aspect)

    def points(self, aspect: Made) -> str:
        hundredths = round(float(aspect["step"]) * 100)
        least, most = (round(float(aspect.get(end, "0")) * 100) for end in ("min", "max"))
        value = min(most, least + self.dice.choice([0, 1, 2, 3, 7]) * hundredths)
        return f"{'-' * (value < 0)}{abs(value) // 100}.{abs(value) % 100:02d}"

    def reading(self, nominal: str) -> str:
        value = round(float(nominal) * 10) + self.dice.choice([0, 0, 3, 10, 25, 55])
        return f"{value // 10}.{value % 10}"


def accepted(make: Callable[[], Made], parse: Callable[[Made], object] = parse_rulebook) -> Made:
    """The first rulebook, or table of units, without a fault."""
    while True:
        book = make()
        try:
            parse(book)
        except RulebookRefused:
            continue
        return book
