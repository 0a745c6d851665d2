"""Random parts: panels, ways of combining, clocks, criteria and aspects of every kind."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

MODES = ["half_up", "half_up", "half_even", "down", "up", "truncate"]
METHODS = ["mean", "trimmed_mean", "trimmed_mean", "median", "median", "sum", "consensus"]
FAR_APART = [{"least": "15", "apart": "4"}, {"least": "8", "apart": "6"}]
KINDS = ["points", "points", "points", "judgement", "measured", "measured", "check", "faults", "bands", "veto"]
Made = dict[str, Any]


class Schemes:
    """What makes parts, from a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # the seed tells the case again

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def some(self, **keys: Any) -> Made:
        """Of the keys, those that a coin keeps."""
        return {key: value for key, value in keys.items() if self.chance(0.5)}

    def decimal(self, most: int, places: int = 2, least: int = 1) -> str:
        digits = self.dice.randint(0, places)
        value = self.dice.randint(least * 10**digits, most * 10**digits)
        return f"{value // 10**digits}" + (f".{value % 10**digits:0{digits}d}" if digits else "")

    def stage(self, least: int = 0) -> Made:
        return {"digits": self.dice.randint(least, 3)} | self.some(mode=self.dice.choice(MODES))

    def stages(self) -> Made:
        needed = {"aspect": self.stage(), "judges": self.stage(), "weighted": self.stage()}
        return needed | self.some(factor=self.stage(), part=self.stage(), total=self.stage())

    def part(self, n: int, weight: str, percent: bool) -> Made:
        part = {"id": f"part{n}", "name": named("part"), "weight": weight}
        if n and self.chance(0.2):
            part |= self.derived(n)
        elif self.chance(0.25):
            out_of = self.dice.choice(["100", "60", "7.5", "30"])
            part |= {"source": "imported", "out_of": out_of}
        else:
            part |= {"source": "judged"} | self.dice.choice([self.panel] * 8 + [self.placing, self.adjusted])()
            level = part.get("combine", {}).get("level", "sheet")
            level = "places" if "points" in part.get("combine", {}) else level
            part["criteria"] = [self.criterion(n, k, level) for k in range(self.dice.randint(1, 3))]
            if part.get("view") != "flash" and self.chance(0.15):
                part |= self.one_number(part["criteria"])
            if self.chance(0.3):
                part["rounding"] = {"judges": self.stage()} | self.some(
                    aspect=self.stage(), factor=self.stage(), part=self.stage()
                )
        if part["source"] == "judged" or "out_of" in part:
            part |= self.some(pass_mark=self.dice.choice(["0.5", "1"]))
        return part | self.some(time=self.time())

    def one_number(self, criteria: list[Made]) -> Made:
        """One number for the whole entry: of the criteria only what can be taken together is left."""
        kept: list[Made] = []
        for criterion in criteria:
            aspects = [each for each in criterion["aspects"] if each["kind"] in ("points", "judgement")]
            plain = [{key: value for key, value in each.items() if not takes_off(key, value)} for each in aspects]
            kept.append({key: value for key, value in criterion.items() if key != "factor"} | {"aspects": plain})
        return {"entry": "total", "criteria": kept} | self.some(step=self.dice.choice(["0.01", "0.05", "0.5"]))

    def derived(self, n: int) -> Made:
        """Worked out from the parts before it."""
        a, b = (f"part{self.dice.randrange(n)}" for _ in range(2))
        figure = self.decimal(3)
        formula = self.dice.choice(
            [
                f"{a} ÷ 4 + best(1, {a}, {b}) × {figure}",
                f"max({a}, {b}) − {b} * {figure}",
                f"min({a} + {figure}, {b} × 2) / 5",
                f"best(2, {a}, 3, {b}) - ({a} − {figure}) × 0.5",
                f"({a} + {b}) × ({a} - {b})",
                f"max({a}, {b}, {figure}) ÷ 3",
            ]
        )
        return {"source": "derived", "formula": formula, "out_of": "9999999", "rounding": {"part": self.stage()}}

    def placing(self) -> Made:
        """Judges' places instead of their points."""
        method = self.dice.choice(["majority", "place_points"])
        combine = {"method": method, "points": ["10", "8", "6.5", "5", "4", "3"][: self.dice.randint(1, 6)]}
        if method == "majority":
            combine |= self.some(level="criterion")
        return {"panel": {"judges": self.dice.randint(2, 5), "by": "all"}, "combine": combine}

    def adjusted(self) -> Made:
        adjust = {"method": self.dice.choice(["z_score", "mean_shift"]), "assigned": "random", "rounding": self.stage()}
        judges = self.dice.randint(1, 2)
        combine = {} if judges == 1 else {"combine": {"method": "mean"}}
        return {"panel": {"judges": judges, "by": "station"}, "adjust": adjust} | combine

    def time(self) -> Made:
        time = {"limit": self.dice.randint(3, 5)}
        time |= {"per_started_minute": self.decimal(1)} if self.chance(0.5) else {"late": self.rate()}
        if self.chance(0.2):
            time["steps"] = [{"over": over, "points": f"{over}.5"} for over in (1, 2)]
        if self.chance(0.2):
            time["early"] = self.rate() | {"cap": self.decimal(3)}
        return time | self.some(cap=self.decimal(3)) | self.out()

    def rate(self) -> Made:
        more = self.some(seconds=self.dice.choice([20, 60, 61]), count=self.dice.choice(["started", "whole"]))
        return {"points": self.decimal(1)} | more

    def out(self) -> Made:
        return self.some(**{self.dice.choice(["out_over", "out_from"]): self.dice.randint(2, 8)})

    def panel(self) -> Made:
        by = self.dice.choice(["all", "all", "all", "station", "joint"])
        judges = self.dice.randint(1, 6)
        panel = {"judges": judges} | ({} if by == "all" and self.chance(0.5) else {"by": by})
        if by == "joint" or judges == 1:
            return {"panel": panel} | self.some(combine={"method": "single"})
        combine = {"method": self.dice.choice(METHODS)}
        combine |= self.some(
            level=self.dice.choice(["sheet", "criterion", "aspect"]),
            missing=self.dice.choice(["block", "given", "replaced"]),
        )
        if combine["method"] in ("sum", "consensus"):
            combine.pop("missing", None)
        if combine["method"] == "sum":
            combine |= self.some(low=self.dice.randint(0, 1), high=self.dice.randint(0, 1), factor=self.decimal(1))
            panel["judges"] += 2
        if combine["method"] == "trimmed_mean":
            combine |= self.trimming()
            panel["judges"] = max(judges, combine.get("low", 1) + combine.get("high", 1) + 1)
        if combine.get("missing", "block") != "block":
            combine |= self.some(least=self.dice.randint(1, panel["judges"]))
        if panel["judges"] > 1 and self.chance(0.45):
            combine["spread"] = self.spread(combine["method"])
            if combine["spread"].get("action") == "mean_of_all" and self.chance(0.6):
                combine["missing"] = "replaced"  # who stands in moves what the limit goes by, and what is taken of all
            if combine["spread"].get("action") == "again" and self.chance(0.7):
                combine["spread"]["rounds"] = self.dice.randint(1, 2)
                return {"panel": panel, "combine": combine, "view": "flash"}
        return {"panel": panel, "combine": combine}

    def spread(self, method: str) -> Made:
        drops = method in ("trimmed_mean", "median")
        action = {"action": self.dice.choice(["flag", "again", *["mean_of_all"] * 3 * drops])}
        return (
            {"apart": self.dice.choice(["0.5", self.decimal(9)])}
            | (action if self.chance(0.8) else {})
            | self.some(
                of="values",
                between=self.dice.choice(["extremes", "middle"]),
                bands=self.dice.choice([FAR_APART, [{"least": "4.5", "apart": "1"}, {"least": "2", "apart": "5"}]]),
            )
        )

    def trimming(self) -> Made:
        ends = self.some(low=self.dice.randint(0, 2), high=self.dice.randint(1, 2))
        dropped = ends.get("low", 1) + ends.get("high", 1)
        return ends | self.some(none_below=dropped + self.dice.randint(1, 2), fallback="mean")

    def criterion(self, n: int, k: int, level: str) -> Made:
        kinds = [kind for kind in KINDS if (kind, level) != ("veto", "places")]
        aspects = [self.aspect(f"a{n}-{k}-{m}", kinds, level) for m in range(self.dice.randint(0, 2))]
        if "veto" in kinds and self.chance(0.15):  # several, of which some are said together
            aspects += [self.aspect(f"v{n}-{k}-{m}", ["veto"], level) for m in range(self.dice.randint(2, 3))]
        aspects.append(self.aspect(f"a{n}-{k}-9", KINDS[:2], level))
        factor = self.some(factor=self.decimal(2))
        return {"id": f"c{n}-{k}", "name": named("criterion"), "aspects": aspects} | factor

    def aspect(self, id: str, kinds: list[str], level: str) -> Made:
        kind = self.dice.choice(kinds)
        aspect = {"id": id, "name": named("aspect"), "kind": kind} | self.some(factor=self.decimal(2))
        most = self.decimal(10)
        if kind == "points":
            return aspect | self._points()
        if kind == "faults":
            return aspect | {"max": most, "per_fault": self.decimal(2)}
        if kind == "measured":
            return aspect | {"max": most} | self.measured(most)
        if kind == "bands":
            falls = {
                "unit": "%",
                "most": "100",
                "bands": [{"off": "1.5", "points": tenths(most, 4)}, {"off": "3", "points": most}],
            }
            return aspect | {"max": most} | falls
        if kind == "veto":
            aspect.pop("factor", None)
            return aspect | self.veto(level)
        return aspect | {"max": most}

    def veto(self, level: str) -> Made:
        fixes = self.dice.choice(["sheet" if level == "sheet" else "part", "part", "void"])
        veto = {"fixes": fixes} | ({} if fixes == "void" else {"at": self.dice.choice(["0", "0.5", "1", "2"])})
        veto |= self.some(bound="at_most") if "at" in veto else {}
        return veto | ({} if fixes == "sheet" else self.some(needs=self.dice.choice([1, 1, 2])))

    def _points(self) -> Made:
        step = self.dice.choice(["0.5", "0.25", "1", "0.1"])
        least = self.dice.choice([0, 0, 0, 1, 2, -1, -4, -10])
        most = max(1, least + self.dice.randint(1, 10))
        return {"max": str(most), "step": step} | ({"min": str(least)} if least else {})

    def measured(self, most: str) -> Made:
        nominal = self.dice.choice(["0", "1865", "6.5"])
        made = {"unit": "mm", "nominal": nominal} | self.some(readings=self.dice.randint(1, 4))
        if self.chance(0.5):
            return made | {"tolerance": self.decimal(3, least=0), "per_unit": self.decimal(2)}
        if self.chance(0.3):
            allowed = self.some(allowed=self.dice.randint(0, made.get("readings", 1) - 1))
            return made | {"tolerance": self.decimal(3, least=0), "per_outside": self.decimal(2)} | allowed
        falling = [tenths(most, share) for share in sorted(self.dice.sample(range(10), 2), reverse=True)]
        reach = sorted(self.dice.sample(range(1, 12), 3))
        rungs = list(zip(reach, [most, *falling], strict=True))[: self.dice.randint(1, 3)]
        ladder = [{"upto": f"{upto / 2:g}", "points": points} for upto, points in rungs]
        return made | {"ladder": ladder} | {"pick": self.dice.choice(["worst", "mean"])}


def as_marked(part: Made) -> list[Made]:
    """A part's criteria as a sheet fills them."""
    if part.get("entry") != "total":
        return list(part.get("criteria", ()))
    aspects = [aspect for criterion in part["criteria"] for aspect in criterion["aspects"]]
    step = part.get("step") or min((each["step"] for each in aspects if "step" in each), key=Decimal)
    most = str(sum(Decimal(each["max"]) for each in aspects))
    return [{"id": "total", "aspects": [{"id": "total", "kind": "points", "max": most, "step": step}]}]


def takes_off(key: str, value: str) -> bool:
    """What no aspect of a part of one number has: a factor, or a least mark below 0."""
    return key == "factor" or (key == "min" and value.startswith("-"))


def named(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def tenths(most: str, share: int) -> str:
    """So many tenths of a decimal text, below it."""
    whole, _, part = most.partition(".")
    digits = len(part) + 1
    value = f"{int(whole + part) * share:0{digits + 1}d}"
    return f"{value[:-digits]}.{value[-digits:]}"
