"""What people type in a text, and what it asks for; why stands at the end of each line."""

from wording.typed import Wish

CODES: list[tuple[str, str | None]] = [
    ("482913", "482913"),  # as asked for
    (" 482913\n", "482913"),  # spaces around
    ("482 913", "482913"),  # in threes
    ("482-913", "482913"),  # with a dash
    ("482 – 913", "482913"),  # with a typographic dash and spaces
    ("48 29 13", "482913"),  # in twos
    ("4 8 2 9 1 3", "482913"),  # one by one
    ("4.8.2.9.1.3", "482913"),  # with dots
    ("482\u00a0913", "482913"),  # a no-break space
    ("４８２９１３", "482913"),  # full-width digits
    ("٤٨٢٩١٣", "482913"),  # Arabic-Indic digits
    ("4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣", "482913"),  # keycap emoji
    ("code is 482 913.", "482913"),  # in a sentence
    ("My code:482913!", "482913"),  # after a colon
    ("482913 🙏👍", "482913"),  # with emoji
    ("482913 thank you", "482913"),  # with thanks
    ("482913, I repeat 482913", "482913"),  # the same twice
    ("482913\n\nSent from my phone", "482913"),  # with a signature
    ("48291", None),  # five digits
    ("4829134", None),  # seven digits
    ("48 29 13 7", None),  # seven digits, spaced
    ("4829 1377", None),  # a reference
    ("415-555-0100", None),  # a telephone number
    ("2 482913", None),  # which digit belongs to the code?
    ("482913 or 482914", None),  # two codes
    ("048291", None),  # no code begins with 0
    ("3 4 1985", None),  # a date
    ("4829 13", None),  # nobody spaces a code so
    ("four eight two nine one three", None),  # digits only
    ("", None),  # an empty text, as a picture sends
]

DATES: list[tuple[str, tuple[int, int, int] | None]] = [
    ("03041985", (3, 4, 1985)),  # as asked for
    ("03/04/1985", (3, 4, 1985)),  # with slashes
    ("3/4/1985", (3, 4, 1985)),  # without zeros
    ("3-4-1985", (3, 4, 1985)),  # with dashes
    ("3 – 4 – 1985", (3, 4, 1985)),  # with typographic dashes and spaces
    ("03.04.1985", (3, 4, 1985)),  # with dots
    ("3 4 1985", (3, 4, 1985)),  # with spaces
    ("03 / 04 / 1985", (3, 4, 1985)),  # with slashes and spaces
    ("０３０４１９８５", (3, 4, 1985)),  # full-width digits
    ("1985-03-04", (3, 4, 1985)),  # ISO 8601
    ("March 4, 1985", (3, 4, 1985)),  # the month by name
    ("mar 4th 1985", (3, 4, 1985)),  # its short name
    ("4 March 1985", (3, 4, 1985)),  # the day first, where the name leaves no doubt
    ("Sept. 9, 1950", (9, 9, 1950)),  # with a dot
    ("born 03/04/1985.", (3, 4, 1985)),  # in a sentence
    ("it's 3/4/1985, March 4, 1985", (3, 4, 1985)),  # the same twice
    ("02291984", (2, 29, 1984)),  # a leap day
    ("00001985", (0, 0, 1985)),  # day and month unknown
    ("03/00/1985", (3, 0, 1985)),  # the day unknown
    ("02291985", None),  # no leap year
    ("13041985", None),  # no such month
    ("00041985", None),  # a day of no month
    ("00000000", None),  # nothing known
    ("03041885", None),  # nobody is that old
    ("03/04/85", None),  # 1985 is a guess
    ("3041985", None),  # 3 and 04, or 30 and 4
    ("0304 1985", None),  # a reference is written in fours
    ("03/04/1985 and 05/06/1987", None),  # two dates
    ("4 smarch 1985", None),  # no such month
    ("903/04/1985", None),  # the end of something longer
    ("03/04/19855", None),  # the start of something longer
    ("482913", None),  # a code
    ("", None),  # nothing
]

WISHES: list[tuple[str, Wish | None]] = [
    # Bare digits
    ("1", "book"),  # as documented
    ("2", "change"),  # as documented
    ("3", "hear"),  # as documented
    ("9", "give_up"),  # as documented
    ("0", "person"),  # as documented
    ("1.", "book"),  # with a full stop
    ("ok 1", "book"),  # with an aside
    ("OK1", "book"),  # without a space
    ("3 please 🙏", "hear"),  # with thanks and emoji
    ("９", "give_up"),  # full-width
    ("2️⃣", "change"),  # a keycap emoji
    ("Option 2", "change"),  # as menus name it
    ("#3", "hear"),  # with a number sign
    ("4", None),  # not ours
    ("11", None),  # not a 1
    ("1 or 2", None),  # two wishes
    # Help
    ("?", "help"),  # as documented
    ("???", "help"),  # more of it
    ("？", "help"),  # full-width
    ("¿?", "help"),  # Spanish
    ("help me", "help"),  # not the provider's word, which stands alone
    ("Menu", "help"),  # asks what there is
    ("bring", "bring"),  # one word
    ("What do I bring?", "bring"),  # asks in words
    ("which documents do I need", "bring"),  # the same by another word
    ("check-in", "check_in"),  # one word
    ("I lost my check-in code", "check_in"),  # in a sentence
    ("I don't need to bring anything, do I", None),  # something is refused
    ("how does this work?", "help"),  # asks in words
    # Plain words
    ("Book", "book"),  # the word
    ("I'd like to book a visit", "book"),  # in a sentence
    ("I need an appointment pls", "book"),  # without the word
    ("change", "change"),  # the word
    ("Can I move it to another day?", "change"),  # two words for one wish
    ("RESCHEDULE", "change"),  # capitals
    ("When is my appointment?", "hear"),  # a question
    ("my appointment", "hear"),  # alone, it asks what is booked
    ("Do I have an appointment", "hear"),  # a question
    ("give up", "give_up"),  # our word
    ("Please cancel my appointment", "give_up"),  # the provider acts on the bare word only
    ("I can’t make it", "give_up"),  # without the word
    ("I don't need it any more", "give_up"),  # a negation that is the wish
    ("can I talk to a person", "person"),  # in a sentence
    ("Please call me", "person"),  # asks for a call
    # Codes and dates
    ("482 913", "code"),  # a code
    ("code is 482913 to book", "code"),  # a code for a booking
    ("482913 born 03/04/1985", "code"),  # the code first
    ("March 4, 1985", "date"),  # a date
    ("I don't know the day, 03/00/1985", "date"),  # a negation about something else
    # The provider's words
    ("STOP", "provider"),  # opt-out
    (" Stop\n", "provider"),  # with spaces around
    ("STOPALL", "provider"),  # opt-out
    ("unsubscribe", "provider"),  # opt-out
    ("End", "provider"),  # opt-out
    ("quit", "provider"),  # opt-out
    ("CANCEL", "provider"),  # opt-out, and never gives a booking up
    ("revoke", "provider"),  # opt-out
    ("optout", "provider"),  # opt-out
    ("start", "provider"),  # opt-in
    ("Yes", "provider"),  # opt-in, and never keeps or confirms anything
    ("unstop", "provider"),  # opt-in
    ("help", "provider"),  # the provider answers
    ("INFO", "provider"),  # the provider answers
    # Not quite the provider's words: it leaves them to us
    ("stop.", None),  # a mark
    ("opt out", None),  # two words
    ("yes please", None),  # two words, and no command of ours
    ("Help!", "help"),  # a mark
    ("Cancel.", "give_up"),  # a mark; only opens the question
    # Refused
    ("I don't want to change it", None),  # a negation
    ("I did not ask for this code 482913", None),  # confirms nothing
    ("cancel, my code was 482913", None),  # a code beside another wish confirms nothing
    ("please call me, 482913", None),  # the same
    ("change it to 03/04/1985", None),  # a date of birth, or of a visit?
    ("book or cancel?", None),  # two wishes
    ("hello", None),  # nothing asked
    ("ok", None),  # nothing asked
    ("👍", None),  # nothing asked
    ("", None),  # nothing at all, as a picture sends
    ("6047", None),  # the nonce of a question is not ours to read
    ("notebook", None),  # a word inside a word
    ("\ud800", None),  # a broken surrogate
]
