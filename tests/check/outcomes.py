"""Random rules of what a MARKS file cannot say: votes, ballots, quotas, promotions, rounds, tables of units."""

from __future__ import annotations

from contest.scoring.rulebook import parse_unit_table

from .fields import Maker, accepted
from .schemes import Made, named

LEVELS = ["senior", "technician", "senior-technician"]
WHERE = [
    {"attribute": "age", "below": "35"},
    {"attribute": "age", "least": "30", "most": "40"},
    {"attribute": "post", "equals": "deputy"},
    {"attribute": "post", "other_than": "deputy"},
    {"attribute": "unit", "one_of": ["u1", "u2"]},
]


class Outcomes(Maker):
    """What makes them, from the seed."""

    def contest_book(self, id: str) -> Made:
        return accepted(lambda: self._contest_book(id))

    def _contest_book(self, id: str) -> Made:
        book = self.any_rulebook() | {"id": id}
        for part in book["parts"]:
            if part["source"] == "imported" and self.chance(0.55):
                self.public(part)
        for n, award in enumerate(book["awards"]):
            self.limit(award, n)
        promotion = {"promotion": self.promotion(book)} if self.chance(0.7) else {}
        return book | promotion | self.some(advance=self.advance())

    def public(self, part: Made) -> None:
        """An imported part becomes one of votes or of a ballot."""
        if self.chance(0.5):
            part["source"] = "votes"
            weights = self.dice.choice([["100"], ["70", "30"], ["50", "30", "20"]])
            channels = [{"id": f"ch{k}", "name": named("channel"), "weight": w} for k, w in enumerate(weights)]
            scale = self.dice.choice(["ratio", "share", "places"])
            more = {"points": [part["out_of"], "5", "2.5"]} if scale == "places" else self.some(cap="4.5")
            part["votes"] = {"channels": channels, "scale": scale} | more
        else:
            part["source"] = "ballot"
            part["ballot"] = {"kind": "each", "members": 10} | self.some(
                of=self.dice.choice(["present", "all", "valid"]), passes=self.dice.choice(["50", "33.3"]), over=False
            )
        part.setdefault("rounding", {"judges": self.stage()})

    def limit(self, award: Made, n: int) -> None:
        if self.chance(0.3):
            award["where"] = [self.dice.choice(WHERE)]
        if self.chance(0.3):
            limit = {"attribute": self.dice.choice(["unit", "post"]), "most": self.dice.randint(0, 2)}
            limit |= self.some(
                others=[{"value": "u1", "most": self.dice.randint(0, 3)}], where=[self.dice.choice(WHERE)]
            )
            award["limits"] = [limit | (self.some(across=True) if n else {})]
        award |= self.some(listed="strokes") if self.chance(0.8) else {"listed": "place"}

    def promotion(self, book: Made) -> Made:
        levels = [{"id": id, "name": named(id)} for id in LEVELS]
        if self.chance(0.5):  # the top share alone
            return {"levels": levels, "steps": [{"to": LEVELS[-1], "percent": self.decimal(99)}]}
        steps = [
            {"to": self.dice.choice(LEVELS)}
            | self.some(
                to_rank=self.dice.randint(2, 6), held=[self.dice.choice(LEVELS)], percent=self.decimal(99), from_rank=1
            )
            for _ in range(self.dice.randint(1, 3))
        ]
        least = [{"part": self.dice.choice(book["parts"])["id"], "points": self.decimal(4)}]
        return {"levels": levels, "steps": steps} | self.some(
            where=[self.dice.choice(WHERE)], least_total=self.decimal(20), least_parts=least, base="ranked"
        )

    def advance(self) -> Made:
        cut = self.dice.choice([{"count": self.dice.randint(1, 4)}, {"percent": self.decimal(90)}])
        return (
            {"to": "final"} | cut | self.some(threshold=self.decimal(9), ties="at_most", base="ranked", rounding="up")
        )

    def attributes(self) -> Made:
        """Who somebody is; some are of no unit, said or not."""
        unit = {} if self.chance(0.1) else {"unit": self.dice.choice(["u1", "u2", "u3", ""])}
        strokes = {"strokes": self.dice.choice(["8 7 8", "8 7", "10 3", "9 9 4"])} if self.chance(0.7) else {}
        return (
            unit
            | strokes
            | self.some(
                age=self.dice.choice(["29", "34", "35", "51"]),
                post=self.dice.choice(["deputy", "chief"]),
                level=self.dice.choice([*LEVELS, "apprentice"]),
            )
        )

    def unit_table(self) -> Made:
        return accepted(self._unit_table, parse_unit_table)

    def _unit_table(self) -> Made:
        items = sorted(self.books)
        parts = [part["id"] for part in self.books["one"]["parts"]]
        awards = [award["id"] for award in self.books["one"]["awards"]] or ["none"]
        kinds: dict[str, Made] = {
            "total": {},
            "places": {"places": ["10", "8", "6.5"], "floor": "1"},
            "prizes": {"prizes": [{"award": id, "points": self.decimal(9)} for id in awards], "floor": "0.5"},
            "parts": {"parts": [{"part": id, "weight": self.decimal(60)} for id in parts], "means": self.stage()},
        }
        of = self.dice.choice(list(kinds))
        table = {"format": 1, "name": named("units"), "items": items, "of": of} | kinds[of]
        take = {"take": "mean", "means": self.stage()} if of != "parts" and self.chance(0.3) else {}
        ties = ["best_rank", "count_back", "time", "item"]
        rules = [{"by": by} | ({"item": "one"} if by == "item" else {}) for by in self.dice.sample(ties, 2)]
        honours = {"awards": self.honours()} if self.chance(0.7) else {}
        more = self.some(best=self.dice.randint(1, 3), rounding=self.stage(), ties=rules, order="ascending")
        return table | take | more | honours

    def honours(self) -> list[Made]:
        """Awards of units, whose one attribute is what they are called."""
        honours = self.awards(passes=False, scaled=False)
        for honour in honours:
            honour.pop("requires_pass", None)
            honour |= self.some(where=[{"attribute": "unit", "one_of": ["u1", "u3"]}]) if self.chance(0.4) else {}
        return honours
