"""A bot: whoever writes to it has a talk of their own, which goes on where it was left.

    python examples/slack_style_bot.py harbor < messages.txt        # lines of "Name: message"

In place of the loop at the end put your chat tool's: `answer(name, text)` is all that it needs.
"""

import sys

from reflect import InputError, Reflect

reflect = Reflect.open(sys.argv[1] if len(sys.argv) > 1 else "harbor")


def answer(name: str, text: str) -> str:
    """What the bot says to a message of this person's."""
    known = next(iter(reflect.sessions(name)), None)
    talk = reflect.resume(known.id) if known else reflect.session(person=name)
    turn = talk.say(text)
    options = "".join(f"\n- {option}" for option in turn.options)
    return turn.text + options


for line in sys.stdin:
    name, _, text = line.partition(":")
    try:
        print(f"@{name.strip()} {answer(name.strip(), text.strip())}\n")
    except InputError as error:
        print(f"@{name.strip()} {error}\n")
