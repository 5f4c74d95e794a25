"""English: what the line says and texts. Function before key, short sentences, nothing promised before it is so."""

from __future__ import annotations

from typing import Final

from wording.catalogue import Catalogue
from wording.english import EAR, HEARD, PRINT, TYPED
from wording.english_reading import grade

PHRASES: Final[dict[str, str]] = {
    # The first menu
    "welcome.name": "{name}. Appointments are free.",
    "welcome.language": "For English, press {key:count}.",
    "welcome.menu": "Three choices. To book, press 1. To hear, change or give up your appointment, press 3. "
    "For another language, press 4. For a person, press 0 at any time.",
    "welcome.check": "If you were sold an appointment, press 8.",
    "check.entry": "Key in the reference of the appointment, eight digits.",
    "check.born": "When was the visitor born?",
    "check.valid": "That appointment is valid.",
    "check.not_valid": "We find no valid appointment with that reference and date of birth.",
    "check.free": "Appointments are free, and nobody may sell them.",
    "check.used": "You have checked as often as you can for now. You can check again after {until:moment}.",
    "check.menu": "Three choices. To report a seller, press 1. To check an appointment again, press 2. "
    "To go back to the start, press 3. For a person, press 0.",
    "check.reported": "Thank you. It is noted, without your name or number.",
    "bulletin": "{words}",
    "bulletin.menu": "To get this by text, press 9.",
    "met.BulletinComing": "It is on its way to your phone by text.",
    "met.AskedTooOften": "We have sent this phone as many texts as we may for today.",
    "paused": "Take your time. To go on, press any key.",
    "no_line": "This number is not in use. Please check the number on our website. Goodbye.",
    # Whose phone
    "phone.menu": "You are calling from a number ending {ending:digits}. Four choices. "
    "If that phone is yours and gets texts, press 1. If it gets no texts, press 2. For another phone, press 3. "
    "If it is yours but others read its texts, press 4.",
    "own_phone.menu": "Is that phone yours alone? If it is, press 1. If others use it too, press 2.",
    "resume.cut_off": "Your last call was cut off.",
    "resume.held": "{when:moment}, in {office}, is still held for you.",
    "resume.menu": "To go on with it, press 1. For something else, press 2.",
    # What for
    "choice": "For {name}, press {key:count}.",
    "service.menu": "What is it for? {count:plural one:One choice|other:# choices}.",
    "party.menu": "How many people need an appointment, you included? Press a key from 1 to {most:count}.",
    "party.too_large": "At most {most:plural one:one person|other:# people} can come with one booking.",
    "travel.entry": "When do you travel? Key in the date of travel, eight digits: month, day, year.",
    "travel.too_far": "This service is for travel within {days:count} days. Please choose again.",
    "office.area": "Where do you live? Say the name of your city, or key in the first {digits:count} digits "
    "of your ZIP code.",
    "office.menu": "Which office? {count:plural one:One choice|other:# choices}.",
    # Which time
    "offers.lead": "These times are free in {office}.",
    "offers.time": "For {when:moment}, press {key:count}.",
    "offers.other": "For other times, press 4.",
    "place_gone": "I am sorry, that time has just been taken. These are free.",
    "none_free": "I am sorry, nothing is free in {office} for that.",
    "other_times.menu": "Four choices. For the first free times, press 1. For later times, press 2. "
    "For a day you name, press 3. For another office, press 4.",
    "none_free.menu": "Four choices. For the first free times, press 1. To be told when one comes free, press 2. "
    "For a day you name, press 3. For another office, press 4.",
    "day.entry": "Which day? Key in four digits: month, then day.",
    "part.menu": "Three choices. For the morning, press 1. For the afternoon, press 2. For any time, press 3.",
    # The hold
    "held": "{when:moment}, in {office}, is held for you for a few minutes. It is not booked yet.",
    "held.texted": "We are sending a code to your phone by text.",
    "visitor.one": "While you wait: when was the visitor born?",
    "visitor.nth": "When was person {nth:count} of {party:count} born?",
    "visitor.entry": "Key in the date of birth, eight digits: month, day, year. "
    "For a day or month you do not know, key in zeros.",
    "visitor.back": "You keyed in {born:birth}.",
    "visitors_missing": "Your code is right. We still need to know when each visitor was born.",
    "right.menu": "If that is right, press 1. To change it, press 2.",
    # Codes
    "code.entry": "Key in the six-digit code from the text.",
    "code.resend": "If no text has come, press 1 and wait. To get a call in its place, press 2 and wait.",
    "code.by_call": "To get a call from us, press 2 and wait. For a person, press 0 and wait.",
    "call.too_soon": "We have just called. Please wait a minute.",
    "call.over": "Our call is over, and nobody pressed the key.",
    "call.too_many": "We have called as often as we may for now. We can call again after {until:moment}.",
    "code.sent": "We are sending a code to your phone by text.",
    "code.again": "We are sending the same code again.",
    "code.too_soon": "A text is on its way. It can take a minute.",
    "code.wrong": "That code is not right. You can try {left:plural one:once more|other:# more times}.",
    "met.TextOnItsWay": "Your text is on its way. It can take a minute.",
    "met.TextFailed": "I am sorry, our text did not reach your phone.",
    "call_coming": "We will call this phone now. Please hang up, and pick up when it rings. "
    "To finish on that call, press 1.",
    "call_coming.keyed": "We will call that phone now. Pick up when it rings. To finish on that call, press 1. "
    "You can hang up here.",
    "outbound.name": "This is {name}. Somebody asked us to call this phone.",
    "outbound.queue": "This is {name}. You asked us to call you back.",
    "outbound.question": "This is {name}. We have a question for the person who called us from this phone.",
    "outbound.menu": "If that was you, press 1. If not, just hang up. "
    "You can always hang up and call the number on our website.",
    "message": "A message for the person who called us: please call {number:phone}.",
    "met.ProofCallOver": "What you asked for is done, or it took too long.",
    "met.CodeExpired": "That code does not work any more.",
    "met.CodeBlocked": "That code was wrong too often. It no longer works, and nothing is booked.",
    "presence.blocked": "That code was wrong too often, and it no longer works.",
    "met.ProofNeeded": "First we need the code from the text.",
    "met.TooManyCodes": "We have sent as many texts to this phone as we may for now. "
    "The next can go after {until:moment}.",
    "met.TooManyTries": "Too many wrong codes were keyed in for this phone. You can try again after {until:moment}.",
    "texts_off": "This phone has turned our texts off, so we may not text or call it. "
    "To get our texts again, text the word START to the number they came from.",
    "prove.first": "Before we hold a time, we need to know that this phone is yours.",
    "prove.seek": "So that times go to people and not to machines, we first make sure that this phone is yours.",
    "prove.text": "To get a code by text, press 1.",
    "prove.call": "To get a call from us, press 1.",
    "met.Proven": "Thank you. Your phone is checked.",
    # Booked, or not
    "booked.done": "You are booked. {when:moment}, in {office}.",
    "booked.reference": "Your reference is {reference:fours}.",
    "booked.again": "Bring your ID. To hear it again, press star.",
    "booked.menu": "To be told of an earlier time, press 1. If not, you can hang up now.",
    "met.HoldLapsed": "I am sorry, the time is no longer held for you, and nothing is booked.",
    "lapsed.menu": "To hear free times again, press 1. To start over, press 2.",
    "why.alike": "Very many numbers like this one ask for times, and we want people to get them.",
    "why.often": "This phone has called or texted us very often in a short time.",
    "why.unused": "Times were held for this phone again and again, and not used.",
    "why.line": "We take more care with this kind of phone number.",
    "why.changed": "This phone number has a new SIM card or a new owner.",
    "why.flood": "We are getting very many calls from machines.",
    "calling_back.by": "So we call you before we offer you times. We call by {until:moment}.",
    "calling_back": "You can hang up now. Pick up when this phone rings. To choose your time then, press 1. "
    "For a person now, press 0.",
    "calling_back.keyed": "You can hang up now. Pick up when that phone rings. To choose your time then, "
    "press 1. For a person now, press 0.",
    "not_admitted.held": "So the time is not booked.",
    "not_admitted.person": "Until {until:moment} a person books for this phone.",
    "not_admitted.until": "This phone cannot book here until {until:moment}.",
    "often.until": "We answer you again from {until:clock}.",
    "often.menu": "For a person, press 0.",
    "limit.live": "This phone has all the appointments it can have. Nothing new was booked.",
    "limit.made": "This phone has booked as often as it can for now. It can book again from {until:day}.",
    "limit.case": "There is an appointment for this case already. Nothing new was booked.",
    "suspended.open": "New appointments are stopped for now. All appointments made before stay good.",
    "suspended.until": "New appointments are stopped until {until:moment}. All appointments made before stay good.",
    "suspended.why": "{why}",
    "mine.one": "You have an appointment: {when:moment}, in {office}.",
    "mine.none": "This phone has no appointment.",
    "mine.was": "You had an appointment: {when:moment}, in {office}.",
    "mine.which": "For {when:moment}, press {key:count}.",
    "mine.menu": "Four choices. To move it to another time, press 1. To give it up, press 2. "
    "To go back to the start, press 3. To be told of an earlier time, press 4.",
    "mine.keep": "Will you come? Three choices. To keep it, press 1. To move it to another time, press 2. "
    "To give it up, press 3.",
    "mine.code": "Four choices. To move it to another time, press 1. To give it up, press 2. "
    "To go back to the start, press 3. For its check-in code by text, press 4.",
    "mine.back": "You did not answer us, so it was let go. It is still free. To get it back, press 1. "
    "To go back to the start, press 2.",
    "kept.done": "Thank you. You keep {when:moment}, in {office}.",
    "met.CheckInLater": "We text that code a day before your visit.",
    "move.held": "{when:moment}, in {office}, is held for you for a few minutes. Your old time is still yours.",
    "move.sure": "To take the new time, press 1. To keep the old one, press 2.",
    "moved.done": "Your appointment is moved. It is now {when:moment}, in {office}.",
    "move.lapsed": "I am sorry, the new time is no longer held. What you have booked is still yours.",
    "met.MovesUsed": "This appointment was moved as often as we can move it here. For a person who can help, press 0.",
    "met.NoSuchBooking": "I am sorry, that appointment is not there any more.",
    "give_up.sure": "Do you want to give up {when:moment}? To give it up, press 1. To keep it, press 2.",
    "given_up.done": "It is given up.",
    "given_up.menu": "You can change your mind for ten minutes. To take it back, press 1. "
    "To go back to the start, press 2. Or just hang up.",
    "met.TooLate": "I am sorry, it is too late to take that back.",
    "at_limit.menu": "To hear your appointment, press 1. To go back to the start, press 2. For a person, press 0.",
    "stuck.menu": "To go back to the start, press 1. For a person, press 0.",
    # The waiting list
    "wait.prove": "Before we put you on the waiting list, we need to know that this phone is yours.",
    "on_list.any": "You are on the waiting list. When a time is held for you, we will tell you.",
    "on_list.earlier": "You are on the waiting list for an earlier time. What you have booked is still yours.",
    "on_list.soon": "We will tell you of times within a day, too.",
    "on_list.menu": "To hear of times within a day, too, press 1. To leave the list, press 2. Or just hang up.",
    "off_list": "You are not on the waiting list any more. What you have booked is still yours.",
    "offered.held": "{when:moment}, in {office}, is held for you until {until:moment}. It is not booked yet.",
    "offered.earlier": "Your old time is yours until you take this one.",
    "offered.menu": "To take it, press 1. To let someone else have it, press 2.",
    "passed.stays": "That time goes to someone else. You stay on the waiting list.",
    "passed.ended": "That time goes to someone else, and you are not on the waiting list any more.",
    # Numbers that cannot book
    "refused.menu": "To book with another phone, press 1. For a person, press 0.",
    "refused.withheld": "Your number is hidden.",
    "refused.not_a_number": "That is not a phone number.",
    "refused.not_a_telephone": "That is not a phone number we can call.",
    "refused.too_short": "That number is too short.",
    "refused.too_long": "That number is too long.",
    "refused.invalid": "There is no such number.",
    "refused.region": "We cannot book for numbers of that country by phone.",
    "refused.short_code": "We cannot book for short numbers.",
    "refused.premium": "We cannot book for numbers that cost extra.",
    "refused.shared_cost": "We cannot book for numbers that cost extra.",
    "refused.toll_free": "We cannot book for toll-free numbers.",
    "refused.satellite": "We cannot book for satellite phones.",
    "refused.pager": "We cannot book for pagers.",
    "refused.universal": "We cannot book for company access numbers.",
    "refused.voicemail": "We cannot book for voice mail numbers.",
    "refused.keyed_often": "That is as many numbers as one call can take.",
    "refused.personal": "We cannot book for numbers that pass calls on.",
    "number_needed.person": "To call you back, a person needs your number.",
    "number_needed.book": "To book, we need a phone that we can call.",
    "number_needed.mine": "To find your appointment, we need the number of your phone.",
    "number_needed.callback": "To call you back, we need your number.",
    "key_number.entry": "Key in your phone number with the area code, then press the pound key.",
    "number.back": "You keyed in {number:phone}.",
    "callback.noted": "A person will call you back at your number.",
    "callback.opens": "Nobody is here now. People answer again on {opens:moment}.",
    "callback.menu": "You can hang up now. To go back to the start, press 1.",
    # The queue
    "queue.entered": "You are number {position:count} in line. A person takes your call in less than "
    "{minutes:plural one:one minute|other:# minutes}.",
    "queue.stay": "Please stay on the line.",
    "queue.place": "You are number {position:count} in line now. It takes less than "
    "{minutes:plural one:one minute|other:# minutes}.",
    "queue.offer": "To be called back and keep your place in line, press 1.",
    "queue.away": "I am sorry, our system is not answering just now. Your place in line is kept.",
    "met.QueueFull": "I am sorry, so many people wait that the line is full.",
    "queue_full.menu": "We can call you back at the number ending {ending:digits}. To be called back, press 1. "
    "For a call to another number, press 2.",
    "queue_full.keyed": "To be called back at the number you keyed in, press 1. For another number, press 2.",
    "queue_full.withheld": "To be called back at a number you key in, press 2.",
    "queue_back.menu": "We can call you back at the number ending {ending:digits}. You keep your place in line. "
    "Three choices. If that is right, press 1. For another number, press 2. To stay on the line, press 3.",
    "queue_back.keyed": "We can call you back at the number you keyed in. You keep your place in line. "
    "Three choices. If that is right, press 1. For another number, press 2. To stay on the line, press 3.",
    "queue_back.withheld": "To be called back, we need your number. To key it in, press 2. "
    "To stay on the line, press 3.",
    "queue.placed": "You are number {position:count} in line. We call you in less than "
    "{minutes:plural one:one minute|other:# minutes}. To talk with a person on that call, press 1.",
    "agent_presence.entry": "Key in the six digits that we have just texted to you. Then the person is back "
    "on the line.",
    "talk.now": "A person is on the line now.",
    "met.TalkOver": "The person has hung up.",
    "talked.menu": "If all is done, just hang up. To go back to the start, press 1. For a person, press 0.",
    # To the telephones of agents
    "whisper.caller": "{name}. A caller at a number ending {ending:digits} has waited "
    "{minutes:plural one:one minute|other:# minutes}.",
    "whisper.withheld": "{name}. A caller without a number has waited {minutes:plural one:one minute|other:# minutes}.",
    "whisper.calls_back": "We call this person back.",
    "whisper.en": "The caller speaks English.",
    "whisper.es": "The caller speaks Spanish.",
    "why.asked": "The caller asked for a person.",
    "why.interpreter": "The caller needs another language.",
    "why.withheld": "The caller hides the number.",
    "why.shared_phone": "Others use that phone too.",
    "why.misses": "The line did not understand the caller.",
    "why.admission": "The line asked the caller for more before it offers times.",
    "why.long": "The call took too long.",
    "whisper.take": "To take the call, press 1.",
    "whisper.taken": "Here is the caller.",
    "whisper.calling": "We call the person now. Please stay on the line.",
    "whisper.gone": "The caller has hung up. Goodbye.",
    "whisper.elsewhere": "Somebody else has the caller. Goodbye.",
    "whisper.missed": "No key was pressed. The call goes to somebody else. Goodbye.",
    "whisper.over": "The call is over. Goodbye.",
    "whisper.away": "I am sorry, our system is not answering just now.",
    "met.NumberNotHad": "We could not get your number. Please call from a phone that shows its number.",
    "goodbye": "Thank you for calling. You can call again at any time. Goodbye.",
    # Misses
    "missed.silent.1": "I did not hear anything.",
    "missed.silent.2": "I still hear nothing. Take your time, and press a key on your phone. For a person, press 0.",
    "missed.key.1": "Sorry, that is not one of the choices.",
    "missed.key.2": "Sorry, that did not work either. Listen to all the choices first. For a person, press 0.",
    "missed.spoken": "Sorry, I did not understand. Please use the keys of your phone now.",
    "missed.date": "There is no such date here. Use two digits for the month, two for the day, and four for the year.",
    "missed.area": "We know no office for those digits. You can also say the name of a city. For a person, press 0.",
    "missed.day": "There is no such day. Use two digits for the month and two for the day.",
    # Trouble
    "trouble.unavailable": "I am sorry, our system is not answering just now. Nothing was changed.",
    "trouble.unknown": "I am sorry, our system stopped answering. I do not know yet if that worked.",
    "trouble.broken": "I am sorry, something is wrong with our system.",
    "trouble.again": "Please wait a moment, then do the same again. Your place in this call is kept.",
    "trouble.people": "Please call our staff at {number:phone}. Goodbye.",
    "trouble.later": "Please call again in a few minutes. Goodbye.",
}

TEXTS: Final[dict[str, str]] = {
    # Sent by the worker. Every one has a form for senders that take no replies.
    "code": "{name}: your code is {code} for {when:moment}. Key it in on the call or reply with it by {until:clock}. "
    "It is free. Never tell anyone this code.",
    "code.one_way": "{name}: your code is {code} for {when:moment}. Key it in on the call by {until:clock}. "
    "Booking is free. Never tell anyone this code.",
    "presence": "{name}: your code is {code}. Key it in on the call by {until:clock}. It only shows that this phone is "
    "yours. Never tell anyone this code.",
    "presence.one_way": "{name}: your code is {code}. Key it in on the call by {until:clock}. It only shows that this "
    "phone is yours. Never tell anyone this code.",
    "presence_desk": "{name}: your code is {code}. On the phone with us now? Reply with it by {until:clock}, or key it "
    "in when asked. If not, ignore it. Tell nobody.",
    "presence_desk.one_way": "{name}: your code is {code}. On the phone with us now? Key it in when asked, by "
    "{until:clock}. If not, ignore it. Never tell anyone this code.",
    "presence_thread": "{name}: your code is {code}. Reply with it by {until:clock} to go on. It only shows that this "
    "phone is yours. Never tell anyone this code.",
    "presence_thread.one_way": "{name}: your code is {code}, good until {until:clock}. To use it call {number:phone}. "
    "Never tell anyone this code.",
    "booked": "Booked: {when:moment}, {name} {office}. Ref {reference:fours}. Bring ID. To change call {number:phone}. "
    "STOP ends texts but keeps your visit.",
    "booked.one_way": "Booked: {when:moment}, {name} {office}. Ref {reference:fours}. Bring ID. "
    "To change call {number:phone}.",
    # Discreet: whoever reads it over a shoulder learns no institution, office, service or date.
    "code.discreet": "Your code is {code}. Key it in on the call or reply with it by {until:clock}. "
    "Never tell anyone this code.",
    "code.discreet.one_way": "Your code is {code}. Key it in on the call by {until:clock}. "
    "Never tell anyone this code.",
    "booked.discreet": "It is done. To hear what and when, please call {number:phone} from this phone.",
    "booked.discreet.one_way": "It is done. To hear what and when, please call {number:phone} from this phone.",
    "moved": "Your new time: {when:moment}, {name} {office}. Ref {reference:fours}. Bring ID. "
    "Not you? Call {number:phone} at once.",
    "moved.one_way": "Your new time: {when:moment}, {name} {office}. Ref {reference:fours}. Bring ID. "
    "Not you? Call {number:phone} at once.",
    "moved.discreet": "It is changed. For what and when, call {number:phone}. Not you? Call us at once.",
    "moved.discreet.one_way": "It is changed. For what and when, call {number:phone}. Not you? Call us at once.",
    "given_up": "Given up: {when:moment}, {name} {office}. Others can have this time soon. "
    "Not you? Call {number:phone} at once.",
    "given_up.one_way": "Given up: {when:moment}, {name} {office}. Others can have this time soon. "
    "Not you? Call {number:phone} at once.",
    "given_up.discreet": "It is given up, as you asked. Not you? Call {number:phone} at once.",
    "given_up.discreet.one_way": "It is given up, as you asked. Not you? Call {number:phone} at once.",
    # Before the day of the visit
    "second_touch": "{name}: you took {when:moment}. Will you come? Reply {code} to keep it, 2 to change, 9 to give "
    "it up. Or call {number:phone}.",
    "second_touch.one_way": "{name}: you took {when:moment}. Will you come? To keep it, change it or give it up call "
    "{number:phone}.",
    "second_touch.discreet": "Is it still right? Reply {code} to keep it, 2 to change, 9 to give it up. Or please call "
    "{number:phone}.",
    "second_touch.discreet.one_way": "We have a question for you. Please call {number:phone} from this phone.",
    "follow_up": "{name}: are you coming {when:moment}? Reply {code} to keep it, 2 to change, 9 to give up, or call "
    "{number:phone}, by {until:moment}.",
    "follow_up.one_way": "{name}: are you coming {when:moment}? To keep it, change it or give it up call "
    "{number:phone} by {until:moment}.",
    "follow_up.discreet": "We need your answer: reply {code} to keep what you have, 2 to change, 9 to give it up. "
    "Or please call {number:phone}.",
    "follow_up.discreet.one_way": "We need your answer. Please call {number:phone} from this phone.",
    "check_in": "{name}: check-in code {code} for {when:moment}. Show it with your ID at the counter. Code lost? "
    "Come anyway. We never ask for it by phone.",
    "check_in.one_way": "{name}: check-in code {code} for {when:moment}. Show it with your ID at the counter. "
    "Code lost? Come anyway. We never ask for it by phone.",
    "check_in.discreet": "Your code is {code}. Show it with your ID when you come. Code lost? Come anyway. "
    "We never ask for it by phone.",
    "check_in.discreet.one_way": "Your code is {code}. Show it with your ID when you come. Code lost? Come anyway. "
    "We never ask for it by phone.",
    "reminder": "{name}: see you {when:moment}, {office}. Bring {bring}. To change call {number:phone}.",
    "reminder.one_way": "{name}: see you {when:moment}, {office}. Bring {bring}. To change call {number:phone}.",
    "reminder.discreet": "To hear when and where, please call {number:phone} from this phone.",
    "reminder.discreet.one_way": "To hear when and where, please call {number:phone} from this phone.",
    "released": "{name}: you did not answer, so {when:moment} is let go. To get it back while it is free reply {code} "
    "or call {number:phone}.",
    "released.one_way": "{name}: you did not answer, so {when:moment} is let go. To get it back while it is free call "
    "{number:phone}.",
    "released.discreet": "You did not answer, so it is let go. To get it back while it is free reply {code} or call "
    "{number:phone}.",
    "released.discreet.one_way": "You did not answer, so it is let go. To get it back while it is free call "
    "{number:phone}.",
    "not_booked": "{name}: a fault of ours cut us off. Nothing was booked or changed by it. Please call {number:phone} "
    "again. We are sorry.",
    "not_booked.one_way": "{name}: a fault of ours cut us off. Nothing was booked or changed by it. Please call "
    "{number:phone} again. We are sorry.",
    "bulletin": "{name}: {words}",
    "bulletin.one_way": "{name}: {words}",
    # The waiting list. Whoever replies in time has it; the others never learn of it.
    "offer": "{when:moment}, {name} {office}, is held for you. Reply {code} to take it or {nonce} to pass, by "
    "{until:clock}.",
    "offer.one_way": "{when:moment}, {name} {office}, is held for you until {until:clock}. To take it call "
    "{number:phone}.",
    "offer.discreet": "What you wait for is there until {until:clock}. To hear more, please call {number:phone} from "
    "this phone.",
    "offer.discreet.one_way": "What you wait for is there until {until:clock}. To hear more, please call "
    "{number:phone} from this phone.",
    # Answers to a text
    "help": "{name}. Reply 1 to book, 2 to change, 3 to see what is booked, 9 to give up, 0 for a person. "
    "Or call {number:phone}. It is free.",
    "unclear": "Sorry, I did not understand. Reply 1 to book, 3 to see what is booked, ? for help, "
    "or call {number:phone}.",
    "not_understood": "Sorry, I did not understand. For help reply ? or call {number:phone}.",
    "begin": "To book, reply 1.",
    "person": "A person will call you back at this number.",
    "person.closed": "We are closed. People answer again {opens:moment}. A person will call you back at this number.",
    "often": "Too many texts came from this phone in a short time. We answer texts from it again after "
    "{until:moment}. For a person call {number:phone}.",
    "hushed": "Too many texts came from this phone in a short time. A code from us still works. We answer others after "
    "{until:moment}. Or call {number:phone}.",
    "trouble": "Sorry, our system is not answering just now. Please send that again in a minute.",
    "unknown": "Sorry, our system stopped answering, and we do not know yet if that worked. Reply 3 in a few minutes "
    "to see.",
    # What for, how many, when, where. Choices stand under letters: a bare digit only opens something.
    "choice": "{letter}: {choice}",
    "service": "What is it for? Reply with a letter.",
    "party": "How many people need an appointment, you included? Reply with a letter.",
    "party.choice": "{letter}: {count:plural one:1 person|other:# people}",
    "party.too_large": "At most {most:plural one:one person|other:# people} can come with one booking.",
    "travel": "When do you travel? Reply with the month and day, like Dec 5.",
    "travel.unclear": "That is not a day we can read.",
    "travel.far": "This is for travel in the next {days:plural one:day|other:# days}. For something else reply 1.",
    "office": "Which office? Reply with a letter.",
    "office.city": "Which office? Reply with its city, or the first three digits of your postal code.",
    # Free times, and the hold
    "times": "Free in {office}. Reply with a letter.",
    "time": "{letter}: {when:moment}",
    "times.more": "{letter}: later times. Or reply with a day, like Dec 5.",
    "times.none": "Nothing is free then, or later.",
    "place_gone": "Sorry, that time has just been taken.",
    "none_free": "Sorry, nothing is free in {office} for that. Try another day or office, or call {number:phone}. "
    "To be told of a free time reply WAIT.",
    "held": "{when:moment} in {office} is held for you until {until:clock}. It is not booked yet.",
    "held.code": "We are sending a code by text. Reply with it to go on.",
    "held.waiting": "To book the time we hold, reply with the code from our text, or with the date of birth if we "
    "asked for it.",
    "prove": "First we need to know that this phone is yours. To get a code by text, reply A.",
    "prove.seek": "So that times go to people and not to machines, we first make sure that this phone is yours. To "
    "get a code by text, reply A.",
    "proven": "Thank you. Your phone is checked.",
    "call_proven": "Thank you. Your phone is checked. Please go on with the person on the phone.",
    "refused": "We cannot book for this phone by text. Please call {number:phone}.",
    "suspended.open": "New appointments are stopped for now. All made before stay good. Reply 3 to see yours, "
    "or call {number:phone}.",
    "suspended.until": "New appointments are stopped until {until:moment}. All made before stay good. "
    "To talk to a person reply 0.",
    "suspended.why": "{why}",
    # Codes
    "code.sent": "A code is on its way by text. Reply with it to go on.",
    "code.soon": "A code is on its way by text. It can take a minute.",
    "call_coming": "We are calling this phone now. Pick up and press the key you hear.",
    "code.wrong": "That code is not right. You can try {left:plural one:once more|other:# more times}. "
    "Look for the newest text from us.",
    "code.expired": "That code does not work any more. If you are booked, a text from us says so: reply 3 to see it. "
    "If not, reply 1 or call {number:phone}.",
    "code.blocked": "That code was wrong too often and no longer works. Reply 1 to book, or call {number:phone}.",
    "codes_many": "We have sent as many texts to this phone as we may for now. Try after {until:moment}, "
    "or call {number:phone}.",
    "tries": "Too many wrong codes for this phone. Please try again tomorrow or call {number:phone}.",
    "texts_off": "You have turned our texts off, so we cannot check this phone. To get them again text START, or call "
    "{number:phone}.",
    "texts_on": "You will get our texts again. To book reply 1, to see what is booked reply 3, or call {number:phone}.",
    "lapsed": "Sorry, the time is no longer held for you and nothing is booked. Reply 1 to book, or call "
    "{number:phone}.",
    "limit": "This phone has all the appointments it can have. Nothing new was booked. Reply 3 to see what is booked, "
    "or call {number:phone}.",
    "why.alike": "Very many numbers like this one ask for times.",
    "why.often": "This phone has called or texted us very often.",
    "why.unused": "Times held for this phone were often not used.",
    "why.line": "We take more care with this kind of number.",
    "why.changed": "This number has a new SIM card or a new owner.",
    "why.flood": "We are getting very many calls from machines.",
    "calling_back": "So we call you by {until:moment}: to book, pick up and press 1. For a person reply 0 or call "
    "{number:phone}.",
    "not_admitted.held": "So the time is not booked.",
    "not_admitted.person": "A person books for this phone until {until:moment}: reply 0 to be called back, or call "
    "{number:phone}.",
    "not_admitted.until": "This phone cannot book here until {until:moment}. For a person reply 0 or call "
    "{number:phone}.",
    "limit.made": "This phone has booked as often as it can for now. It can book again from {until:day}. "
    "Questions? Call {number:phone}.",
    "born.one": "Your code is right. When was the visitor born? Reply with month, day, year, like 03 04 1985.",
    "born.first": "When was the visitor born? Reply with month, day, year, like 03 04 1985.",
    "born.nth": "When was person {nth:count} of {party:count} born? Reply with month, day, year, like 03 04 1985.",
    "born.unclear": "That is not a date of birth. Reply with month, day, year, like 03 04 1985.",
    "no_date_needed": "We do not need a date from you now. Reply 3 to see what is booked, or call {number:phone}.",
    # What is booked
    "mine": "You are booked: {when:moment}, {office}. Ref {reference:fours}.",
    "mine.more": "There is more. To hear it all call {number:phone}.",
    "mine.none": "This phone has no appointment. To book reply 1 or call {number:phone}.",
    "kept": "Thank you. You keep {when:moment}, {office}. Ref {reference:fours}.",
    "bring": "For {when:moment} bring {bring}.",
    "bring.id": "your ID",
    "check_in.coming": "Your check-in code is on its way by text.",
    "check_in.later": "We text your check-in code a day before your visit. You can also come without it.",
    "asked_too_often": "That is as often as we can tell by text in a day. To hear what is booked call {number:phone}.",
    "which": "Which one? Reply with a letter.",
    "which.one": "{letter}: {when:moment}, {office}",
    "no_such": "That visit is not booked any more. Reply 3 to see what is booked, or call {number:phone}.",
    # Giving up and moving. Each answer has four digits of its own.
    "give_up": "To give up {when:moment} in {office}, reply {nonce} by {until:clock}. If you do nothing, you keep it.",
    "thread.given_up": "Your visit is given up. To book a new one reply 1.",
    "thread.given_up.what": "{when:moment} in {office} is given up.",
    "thread.given_up.undo": "Changed your mind? Reply {nonce} by {until:clock} to take it back.",
    "taken_back": "It is yours again: {when:moment}, {office}. Ref {reference:fours}.",
    "taken_back.limit": "This phone has all the appointments it can have, so we could not give it back. Reply 3 to see "
    "what is booked.",
    "too_late": "It is too late to take it back. To book a new visit reply 1.",
    "move": "You have {when:moment} in {office}. For a new time, reply with its four digits.",
    "move.time": "{nonce}: {when:moment}",
    "move.none": "Sorry, nothing else is free in {office}. You keep the time you have. For help call {number:phone}. "
    "To be told of an earlier time reply WAIT.",
    "thread.moved": "Moved. You now have {when:moment}, {office}. Ref {reference:fours}. Your old time is given back.",
    "moves_used": "You have moved this visit as often as you can by text. For a person reply 0 or call {number:phone}.",
    "nonce.wrong": "Those four digits are not right, and nothing was changed. You can try "
    "{left:plural one:once more|other:# more times}.",
    "nonce.blocked": "Those digits were wrong too often. Nothing was changed. Reply 2 to change, 9 to give up, "
    "or call {number:phone}.",
    "nonce.expired": "Those four digits do not work any more. Reply 3 to see what is booked, 2 to change it, "
    "9 to give it up.",
    # Was an appointment sold? Nothing of it is told but whether it is valid.
    "check.how": "To check an appointment, send CHECK, its reference and the date of birth, like CHECK 4821 7730 "
    "03 04 1985. Appointments are free.",
    "check.valid": "That appointment is valid. Appointments are free and nobody may sell them. To report a seller "
    "reply REPORT. For a person reply 0.",
    "check.not_valid": "We find no valid appointment for that. Appointments are free and nobody may sell them. "
    "To report a seller reply REPORT. For a person reply 0.",
    "check.used": "You can check again from {until:moment}. Appointments are free. To report a seller reply REPORT. "
    "For a person reply 0.",
    "reported": "Thank you. It is noted, without your name or number. To have a person call you reply 0.",
    # The waiting list. Each answer has four digits of its own.
    "wait.any": "To be told of a free time in {office}, reply {nonce}. To hear of times within a day, too, reply "
    "{soon}.",
    "wait.earlier": "To be told of a time before {when:moment} in {office}, reply {nonce}. To hear of times within a "
    "day, too, reply {soon}.",
    "on_list": "You are on the waiting list. We will tell you when a time is held for you. To leave the list reply "
    "LEAVE.",
    "off_list": "You are off the waiting list. What you have booked is still yours.",
    "passed.stays": "That time goes to someone else. You stay on the waiting list. To leave it reply LEAVE.",
    "passed.ended": "That time goes to someone else, and you are off the waiting list.",
}

CHOICES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "welcome": {
        "1": ("book", "booking", "make an appointment", "new appointment", "an appointment", "book an appointment"),
        "3": (
            "hear",
            "my appointment",
            "hear my appointment",
            "hear your appointment",
            "my booking",
            "check",
            "change",
            "cancel",
            "the appointment",
            "move",
        ),
        "4": ("another language", "other language", "different language", "language", "interpreter"),
    },
    "sold": {"8": ("sold", "I was sold one", "somebody sold me one", "sold an appointment")},
    "bulletin": {"9": ("by text", "text me", "text it", "send a text")},
    "language": {"1": ("English", "inglés")},
    "phone": {
        "1": ("mine", "yours", "gets texts", "it gets texts", "yes", "my phone"),
        "2": ("no texts", "it gets no texts", "no it gets no texts", "i don't get texts", "landline", "home phone"),
        "3": ("another phone", "other phone", "different phone"),
        "4": ("others read it", "others read its texts", "private", "shared", "not alone"),
    },
    "own_phone": {
        "1": ("yes", "mine", "it is", "mine alone", "only mine", "just me"),
        "2": ("no", "others", "others use it", "shared", "front desk", "not mine", "it is not"),
    },
    "people": {
        "1": ("one person", "just me", "only me", "myself", "me"),
        "2": ("two people", "two persons", "two of us", "a couple"),
        "3": ("three people", "three persons", "three of us"),
        "4": ("four people", "four persons", "four of us"),
    },
    "resume": {"1": ("go on", "yes", "continue", "keep it"), "2": ("something else", "no")},
    "offers": {"4": ("other times", "other time", "none of these", "another time")},
    "other_times": {
        "1": ("first", "first free times", "earlier", "earliest", "sooner"),
        "2": ("later", "later times"),
        "3": ("a day", "another day", "a day i name", "different day"),
        "4": ("another office", "other office", "different office"),
    },
    "none_free": {
        "1": ("first", "first free times", "earliest"),
        "2": ("tell me", "be told", "waiting list", "wait"),
        "3": ("a day", "another day", "a day i name", "different day"),
        "4": ("another office", "other office", "different office"),
    },
    "booked": {"1": ("earlier", "earlier time", "an earlier time", "sooner")},
    "on_list": {
        "1": ("yes", "within a day", "times within a day", "short notice"),
        "2": ("leave", "leave the list", "off the list"),
    },
    "offered": {
        "1": ("yes", "take it", "i take it", "i'll take it"),
        "2": ("no", "pass", "let it go", "someone else"),
    },
    "part": {"1": ("morning", "the morning"), "2": ("afternoon", "the afternoon"), "3": ("any time", "anytime", "any")},
    "right": {
        "1": ("right", "that is right", "that's right", "yes", "correct"),
        "2": ("change", "change it", "no", "wrong"),
    },
    "lapsed": {"1": ("free times", "hear free times", "times"), "2": ("start over", "start")},
    "prove": {"1": ("code", "get a code", "text", "text me", "yes")},
    "mine": {
        "1": ("move", "move it", "change", "another time", "change it"),
        "2": ("give up", "give it up", "cancel", "cancel it"),
        "3": ("start", "go back"),
        "4": ("earlier", "earlier time", "an earlier time", "sooner"),
    },
    "keep": {
        "1": ("keep", "keep it", "yes", "I will come", "I am coming"),
        "2": ("move", "move it", "change", "another time", "change it"),
        "3": ("give up", "give it up", "cancel", "cancel it"),
    },
    "mine_code": {
        "1": ("move", "move it", "change", "another time", "change it"),
        "2": ("give up", "give it up", "cancel", "cancel it"),
        "3": ("start", "go back"),
        "4": ("code", "check-in code", "check in", "the code"),
    },
    "at_limit": {
        "1": ("hear", "my appointment", "hear my appointment", "hear your appointment"),
        "2": ("start", "go back"),
    },
    "move_sure": {
        "1": ("yes", "the new one", "the new time", "new time", "take the new time"),
        "2": ("no", "keep", "keep it", "keep the old one", "old time", "the old one"),
    },
    "give_up_sure": {
        "1": ("yes", "give it up", "give up", "cancel", "cancel it"),
        "2": ("no", "keep", "keep it", "do not give it up"),
    },
    "given_up": {"1": ("take it back", "back", "undo", "changed my mind"), "2": ("start", "go back to the start")},
    "by_text": {
        "later": ("later", "later times", "other times", "more times", "another time", "none of these", "another day"),
        "code": ("code", "send code", "send me a code", "text me", "get a code"),
    },
    "queue_full": {
        "1": ("yes", "call me back", "this number"),
        "2": ("another number", "other number", "another phone"),
    },
    "queue_back": {
        "1": ("yes", "right", "that is right", "that's right", "correct"),
        "2": ("another number", "other number", "another phone", "no"),
        "3": ("stay", "stay on the line", "wait"),
    },
    "checked": {
        "1": ("report", "report a seller", "the seller"),
        "2": ("check", "check again", "another", "another one"),
        "3": ("start", "go back", "back"),
    },
    "stuck": {"1": ("start", "go back", "back")},
    "refused": {"1": ("another number", "other number", "another phone", "other phone")},
}

ENGLISH: Final = Catalogue("en", "en-US", PHRASES, TEXTS, CHOICES, EAR, PRINT, HEARD, TYPED, grade)
