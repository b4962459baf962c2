"""Estimates a panel as diff-diff does, timed: group-time effects with their dynamic aggregation, and imputation with
every unit left out once. Prints JSON."""

import json
import sys
import time
import warnings

import pandas
from diff_diff import CallawaySantAnna, ImputationDiD

warnings.filterwarnings("ignore")
COLUMNS = {"outcome": "outcome", "unit": "unit", "time": "period", "first_treat": "joined"}


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result.overall_att


def group_time(panel):
    estimator = CallawaySantAnna(control_group="not_yet_treated", n_bootstrap=0)
    return estimator.fit(panel, aggregate="event_study", **COLUMNS)


def imputation(panel):
    return ImputationDiD().fit(panel, **COLUMNS)


def jackknife(panel):
    whole = imputation(panel)
    for unit in panel["unit"].unique():
        imputation(panel[panel["unit"] != unit])
    return whole


panel = pandas.read_csv(sys.argv[1])
imputation(panel)  # the first call loads what later ones share
group_time_seconds, _ = min(timed(lambda: group_time(panel)) for _ in range(3))
jackknife_seconds, att = timed(lambda: jackknife(panel))
print(
    json.dumps(
        {
            "group_time_seconds": group_time_seconds,
            "jackknife_seconds": jackknife_seconds,
            "imputation_att": att,
        }
    )
)
