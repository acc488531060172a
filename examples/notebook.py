"""A team's week, cell by cell: paste the parts into a notebook, or run the whole."""

# %% A team
from reflect import Reflect
from reflect.records import Activity

reflect = Reflect.open("harbor")
print(reflect.team.name, "has", len(reflect.team.roles), "roles")

# %% What two people do, as they would say it
week = [
    Activity(text="approving every discount", person="Hannah Weiss", hours=3),
    Activity(text="prospecting my territory", person="Hannah Weiss", hours=9),
    Activity(text="building the weekly pipeline report", person="Dana Reyes", hours=4),
]

# %% Whose is it?
for activity in week:
    found = reflect.whose(activity.text, person=activity.person)
    print(f"{activity.text}: {found.verdict}, nearest “{found.best.evidence.line.text}”")

# %% A stop list each
for made in reflect.stop_list(week):
    for item in made.items:
        print(f"{made.person}: {item.activity} -> {item.pile.value}. {item.question}")

# %% A handoff, with blanks where nobody has said anything
draft = reflect.draft("approving every discount", person="Hannah Weiss", hours=3)
print(draft.message)
reflect.close()
