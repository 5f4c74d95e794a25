"""What callers say to a menu, as a recogniser writes it, and the key they mean; why stands at the end of each line."""

from collections.abc import Mapping

Menu = Mapping[str, tuple[str, ...]]

MENU: Menu = {
    "1": ("book", "new appointment"),
    "3": ("hear", "change", "give up", "my appointment"),
    "4": ("another language", "other language"),
}
PHONE: Menu = {"1": ("yes", "gets texts"), "2": ("no texts", "landline"), "3": ("another phone", "other phone")}
OFFICES: Menu = {"1": ("San Francisco",), "2": ("Oakland",), "3": ("San José",), "4": ("Window Two, Sacramento",)}
OFFERS: Menu = {"1": ("Tuesday",), "2": ("Wednesday",), "3": ("Thursday",), "4": ("other times", "another time")}
YES_NO: Menu = {"1": ("yes", "right", "correct"), "2": ("no", "wrong", "not right")}
PARTY: Menu = {"1": ("one person", "just me"), "2": ("two people",), "3": ("three people",), "4": ("four people",)}
TWINS: Menu = {"1": ("passport", "new passport"), "2": ("passport", "passport renewal")}

TABLE: list[tuple[Menu, str, str | None]] = [
    # Numbers
    (OFFERS, "1", "1"),  # a digit
    (OFFERS, "2.", "2"),  # a digit with the recogniser's full stop
    (OFFERS, "#3", "3"),  # a digit with a number sign
    (OFFERS, "Four.", "4"),  # a word, written as a sentence
    (OFFERS, "ONE", "1"),  # in capitals
    (OFFERS, "two, two", "2"),  # said twice, meant once
    (OFFERS, "１", "1"),  # a full-width digit
    (OFFERS, "number three please", "3"),  # the noun before, politeness after
    (OFFERS, "option two", "2"),  # as menus name it
    (OFFERS, "press 1", "1"),  # reads the instruction back
    (OFFERS, "Um, uh, three", "3"),  # hesitates
    (OFFERS, "okay so the number 2 button thank you", "2"),  # asides all around
    (OFFERS, "I'd like two", "2"),  # a wish
    (OFFERS, "I’ll take one", "1"),  # a typographic apostrophe
    (OFFERS, "can I get number four", "4"),  # a question that is a wish
    (OFFERS, "sorry, two", "2"),  # an apology is not a refusal
    # Ordinals
    (OFFERS, "the first one", "1"),  # "one" is a pronoun
    (OFFERS, "the second one", "2"),  # not a 2 and a 1
    (OFFERS, "third", "3"),  # alone
    (OFFERS, "the 2nd", "2"),  # figures and letters
    (OFFERS, "I'll take the 3rd one please", "3"),  # the same with a pronoun
    (OFFERS, "I would like the first", "1"),  # a wish
    # Homophones
    (OFFERS, "won", "1"),  # one
    (OFFERS, "to", "2"),  # two
    (OFFERS, "Too.", "2"),  # two
    (OFFERS, "for", "4"),  # four
    (OFFERS, "tree", "3"),  # three in many accents
    (OFFERS, "free", "3"),  # three in other accents
    (OFFERS, "number to please", "2"),  # asides do not make it a preposition
    (OFFERS, "option for", "4"),  # the same
    # Names of the choices
    (MENU, "book", "1"),  # the word of the menu
    (MENU, "I'd like to book", "1"),  # "to" is no 2 here
    (MENU, "I want to book an appointment for my mother", "1"),  # "for" is no 4, and unknown words do not matter
    (MENU, "to change it please", "3"),  # "to" beside a name
    (MENU, "I booked last week and have to give up my appointment", "3"),  # two names of one choice
    (MENU, "change one appointment", "3"),  # a count beside an unknown word is no key
    (MENU, "another language", "4"),  # two words
    (OFFICES, "San Francisco", "1"),  # a name of two words
    (OFFICES, "the oakland office", "2"),  # an unknown word beside a name
    (OFFICES, "San Jose", "3"),  # accents do not matter
    (OFFICES, "window two sacramento", "4"),  # the number belongs to the name
    (OFFERS, "Wednesday works for me", "2"),  # "for" beside a name
    (OFFERS, "do you have other times", "4"),  # the last choice of an offer
    (PHONE, "it gets no texts", "2"),  # "no" belongs to the name
    (PHONE, "yes", "1"),  # an aside elsewhere, a choice here
    (YES_NO, "no", "2"),  # a refusal elsewhere, a choice here
    (YES_NO, "that's not right", "2"),  # the longer name before the shorter
    (PARTY, "one person please", "1"),  # "person" belongs to the name, nobody is asked for
    (TWINS, "passport renewal", "2"),  # the longer name of two that share a word
    # Keys that always work
    (MENU, "person", "0"),  # the word of the menu
    (MENU, "Representative!", "0"),  # shouted
    (MENU, "can I talk to a human being", "0"),  # in a sentence
    (OFFICES, "operator", "0"),  # in every menu
    (MENU, "I want an agent", "0"),  # a wish
    (MENU, "zero", "0"),  # by number
    (MENU, "star", "*"),  # by the key's name
    (MENU, "repeat that please", "*"),  # asks to hear it again
    (MENU, "could you say that again", "*"),  # the same
    (MENU, "I didn't understand", "*"),  # a negation that is no refusal
    (MENU, "sorry I can't hear you", "*"),  # a bad line
    # Refusals
    (OFFERS, "not one", None),  # a negation before a number
    (MENU, "I don't want to book", None),  # a negation before a name
    (MENU, "I do not want a person", None),  # a negation before a person
    (OFFERS, "none of these", None),  # nothing is chosen; "other times" must be said
    (OFFERS, "anything except Tuesday", None),  # the name of what is not wanted
    (OFFERS, "one or two", None),  # two choices
    (OFFERS, "Tuesday or Wednesday", None),  # two names
    (OFFICES, "two, San Francisco", None),  # number and name disagree
    (MENU, "book or change", None),  # two names
    (MENU, "change it, operator", None),  # a choice and a person
    (TWINS, "passport", None),  # a name of two choices
    (MENU, "two", None),  # no such choice
    (OFFERS, "seven", None),  # no such choice
    (OFFERS, "12", None),  # a larger number is not its digits
    (OFFERS, "nine twenty", None),  # a clock time is no key
    (OFFERS, "the 24th", None),  # a day is no key
    (OFFERS, "that one", None),  # which one?
    (OFFERS, "the last one", None),  # the last time, or the last choice?
    (OFFERS, "just a second", None),  # asks for time, not for the second
    (OFFERS, "one moment please", None),  # asks for time
    (OFFERS, "I'd like to", None),  # cut off; "to" is no 2 among fillers
    (OFFERS, "I have one question about my passport", None),  # a number among unknown words
    (MENU, "um", None),  # nothing but hesitation
    (MENU, "", None),  # silence that was recognised
    (MENU, "...", None),  # marks alone
    (MENU, "\ud800", None),  # a broken surrogate
    (MENU, "we were told to come and book it " * 3, None),  # a story, or a television
]
