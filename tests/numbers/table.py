"""What people, carriers and bots send as a telephone number, and what it is; why stands at the end of each line."""

from booking_core.numbers import Reason

SERVED = frozenset(
    {"AR", "BR", "CA", "CH", "DE", "ES", "FR", "GB", "IE", "IN", "IT", "MX", "PH", "PR", "PS", "SM", "US"}
)
"""The regions served in this table: a large consulate's. Jamaica, Guam, Guernsey, Israel and others stay outside."""

Expected = str | Reason
"""The canonical number, or why there is none."""

# In the keys: the region where the line stands. The 01xx of exchange 555 are North America's numbers for fiction.
TABLE: dict[str, list[tuple[str, Expected]]] = {
    "US": [
        # Withheld
        ("", Reason.WITHHELD),  # an empty From
        ("   ", Reason.WITHHELD),  # nothing but spaces
        ("\u200b", Reason.WITHHELD),  # nothing but a zero-width space
        ("anonymous", Reason.WITHHELD),  # the word most carriers send
        ("Anonymous", Reason.WITHHELD),  # in capitals
        ("ANONYMOUS", Reason.WITHHELD),  # in capitals throughout
        ("ａｎｏｎｙｍｏｕｓ", Reason.WITHHELD),  # in full-width letters
        ("Restricted", Reason.WITHHELD),  # a carrier's word
        ("unavailable", Reason.WITHHELD),  # a carrier's word
        ("unknown", Reason.WITHHELD),  # a carrier's word
        ("Private", Reason.WITHHELD),  # a carrier's word
        ("blocked", Reason.WITHHELD),  # a carrier's word
        ("Number withheld", Reason.WITHHELD),  # the word inside a sentence
        ("private number", Reason.WITHHELD),  # the word before another
        ("sip:anonymous@anonymous.invalid", Reason.WITHHELD),  # RFC 3323's form, no address of another network
        ("+anonymous", Reason.WITHHELD),  # with a + put before every From
        ("266696687", Reason.WITHHELD),  # ANONYMOUS on the keypad
        ("+266696687", Reason.WITHHELD),  # the same as if it were E.164: looks like Lesotho
        ("7378742833", Reason.WITHHELD),  # RESTRICTED on the keypad: would parse as a telephone in Austin
        ("+7378742833", Reason.WITHHELD),  # the same as if it were E.164: looks like Russia
        ("7378742883", Reason.WITHHELD),  # RESTRICTED misspelled
        ("+7378742883", Reason.WITHHELD),  # RESTRICTED misspelled, with a +
        ("86282452253", Reason.WITHHELD),  # UNAVAILABLE on the keypad
        ("+86282452253", Reason.WITHHELD),  # the same as if it were E.164: a possible length in China
        ("2562533", Reason.WITHHELD),  # BLOCKED on the keypad
        ("+2562533", Reason.WITHHELD),  # BLOCKED with a +
        ("8656696", Reason.WITHHELD),  # UNKNOWN on the keypad
        ("+8656696", Reason.WITHHELD),  # UNKNOWN with a +
        ("\u200e+266696687\u200e", Reason.WITHHELD),  # between marks of direction
        ("٧٣٧٨٧٤٢٨٣٣", Reason.WITHHELD),  # RESTRICTED in Arabic-Indic digits
        ("+17378742833", "+17378742833"),  # that telephone in Austin, as its own caller ID has it
        ("(737) 874-2833", "+17378742833"),  # and as its owner writes it: no carrier punctuates a word
        # Written many ways, one line
        ("+12025550123", "+12025550123"),  # E.164
        ("12025550123", "+12025550123"),  # without the +
        ("2025550123", "+12025550123"),  # national, as keyed
        ("2025550123#", "+12025550123"),  # keyed and ended with the pound key
        ("202-555-0123", "+12025550123"),  # hyphens
        ("202.555.0123", "+12025550123"),  # full stops
        ("202/555/0123", "+12025550123"),  # slashes
        ("(202) 555-0123", "+12025550123"),  # as printed in America
        ("(202)5550123", "+12025550123"),  # the same without spaces
        ("[202] 555 0123", "+12025550123"),  # square brackets
        ("- 202 555 0123", "+12025550123"),  # an item of a list
        ("1 (202) 555-0123", "+12025550123"),  # with the trunk 1
        ("+1 202 555 0123", "+12025550123"),  # international with spaces
        ("+1 (202) 555-0123", "+12025550123"),  # international with everything
        ("(+1) 202 555 0123", "+12025550123"),  # the country code in brackets
        ("+1 1 202 555 0123", "+12025550123"),  # the trunk 1 kept after the country code
        ("  +12025550123\r\n", "+12025550123"),  # pasted with the end of its line
        ("\t2025550123\t", "+12025550123"),  # pasted from a spreadsheet
        ("011 1 202 555 0123", "+12025550123"),  # the American prefix for calls abroad
        ("0012025550123", "+12025550123"),  # the European prefix
        ("00 1 202 555 0100", "+12025550100"),  # the European prefix, and 00 again in the number
        ("+0012025550123", "+12025550123"),  # a + before the prefix, from a careless switch
        ("+011 1 202 555 0123", "+12025550123"),  # a + before the American prefix
        ("011 44 20 7946 0018", "+442079460018"),  # to London from America
        ("tel:+1-202-555-0123", "+12025550123"),  # RFC 3966
        ("TEL: 202 555 0123", "+12025550123"),  # from a visiting card
        ("tel:+12025550123;ext=45", "+12025550123"),  # RFC 3966 with an extension
        ("+12025550123;ext=45", "+12025550123"),  # the same without the scheme
        ("2025550123;ext=45", "+12025550123"),  # the same, national
        ("+12025550123;user=phone", "+12025550123"),  # a parameter that left its SIP address
        ("+12025550123;isub=1234;cpc=payphone", "+12025550123"),  # several parameters
        ("202-555-0123 ext. 45", "+12025550123"),  # an extension: a switchboard is one line
        ("202-555-0123 Ext 45", "+12025550123"),  # an extension in other letters
        ("202-555-0123 extension 45", "+12025550123"),  # an extension in full
        ("202-555-0123x45", "+12025550123"),  # an extension after x
        ("(202) 555-0123 x 45", "+12025550123"),  # an extension after a lone x
        ("202-555-0123 #45", "+12025550123"),  # an extension after the pound sign
        ("202-555-0123,,45", "+12025550123"),  # an extension after pauses
        ("1-202-555-CALL", "+12025552255"),  # letters on the keypad
        ("1 202 555 call", "+12025552255"),  # small letters
        ("202-FLOWERS", "+12023569377"),  # a word of seven letters
        ("202-FOX 1234", "+12023691234"),  # a word that ends in x, and no extension
        ("２０２５５５０１２３", "+12025550123"),  # full-width digits
        ("＋１（２０２）５５５－０１２３", "+12025550123"),  # full width throughout
        ("٢٠٢٥٥٥٠١٢٣", "+12025550123"),  # Arabic-Indic digits
        ("+۱۲۰۲۵۵۵۰۱۲۳", "+12025550123"),  # Persian digits
        ("२०२५५५०१२३", "+12025550123"),  # Devanagari digits
        ("\u202a+1 202 555 0123\u202c", "+12025550123"),  # copied from a contact on an iPhone
        ("\u2066+12025550123\u2069", "+12025550123"),  # isolated from its direction
        ("+1\u200b202\u200b555\u200b0123", "+12025550123"),  # zero-width spaces
        ("\ufeff2025550123", "+12025550123"),  # a byte order mark
        ("202\u00ad555\u00ad0123", "+12025550123"),  # soft hyphens
        ("202\u00a0555\u00a00123", "+12025550123"),  # no-break spaces
        ("202\u202f555\u202f0123", "+12025550123"),  # narrow no-break spaces
        ("202–555–0123", "+12025550123"),  # en dashes
        ("202‑555‑0123", "+12025550123"),  # no-break hyphens
        ("+14155550100", "+14155550100"),  # another area for fiction
        # Served regions beyond the United States
        ("+17875550123", "+17875550123"),  # Puerto Rico, served because it is named
        ("+14165550123", "+14165550123"),  # Toronto: the code is shared, the region is Canada
        ("+442079460018", "+442079460018"),  # London
        ("+44 (0)20 7946 0018", "+442079460018"),  # a trunk 0 in brackets
        ("+44 020 7946 0018", "+442079460018"),  # a trunk 0 without
        ("0044 20 7946 0018", "+442079460018"),  # London with the European prefix
        ("+34 (0)91 123 45 67", "+34911234567"),  # a trunk 0 that Spain never had
        ("+39 06 1234 5678", "+390612345678"),  # in Italy the 0 is part of the number
        ("+39 (0)6 1234 5678", "+390612345678"),  # and stays, brackets or not
        ("+49 (0) 30 123456", "+4930123456"),  # a German line of eight digits
        ("+49 30/123456", "+4930123456"),  # the same with the slash of German letterheads
        ("+91 98765 43210", "+919876543210"),  # India
        ("+63 917 123 4567", "+639171234567"),  # the Philippines
        ("+33 6 12 34 56 78", "+33612345678"),  # France
        ("+41 78 123 45 67", "+41781234567"),  # Switzerland
        ("+445612345678", "+445612345678"),  # internet telephony: a signal elsewhere, no refusal
        ("+16005550123", "+16005550123"),  # Canada's range of no area, internet telephony
        # Two numbers, one line
        ("+5215512345678", "+525512345678"),  # Mexico: the mobile 1 of before 2019
        ("+525512345678", "+525512345678"),  # Mexico as it is
        ("+52 1 33 1234 5678", "+523312345678"),  # Guadalajara with the mobile 1
        ("+52 01 55 1234 5678", "+525512345678"),  # the trunk prefix of before 2019
        ("+52 045 55 1234 5678", "+525512345678"),  # the mobile prefix of before 2019
        ("+5491123456789", "+5491123456789"),  # Argentina with the 9
        ("+541123456789", "+5491123456789"),  # Argentina without the 9
        ("+54 11 15 2345 6789", "+5491123456789"),  # Argentina with the 15 of home
        ("+54 9 351 512 3456", "+5493515123456"),  # Córdoba with the 9
        ("+54 351 512 3456", "+5493515123456"),  # Córdoba without
        ("+5561981234567", "+5561981234567"),  # a Brazilian mobile of nine digits
        ("+556181234567", "+5561981234567"),  # the same of eight
        ("+551191234567", "+5511991234567"),  # São Paulo, of eight
        ("+55 61 7123 4567", "+556171234567"),  # trunked radio kept eight digits
        ("+55 11 3234 5678", "+551132345678"),  # a fixed line has eight digits
        ("+390549886377", "+3780549886377"),  # San Marino through Italy
        ("+3780549886377", "+3780549886377"),  # San Marino
        ("+378 886377", "+3780549886377"),  # San Marino without its area
        ("+353 48 9012 3456", "+442890123456"),  # Northern Ireland as seen from the Republic
        ("+442890123456", "+442890123456"),  # Northern Ireland
        ("+972592345678", "+970592345678"),  # a Palestinian mobile under the Israeli code
        ("+970592345678", "+970592345678"),  # and under its own
        ("+970 56 234 5678", "+970562345678"),  # the other operator
        # Regions not served
        ("+18765550123", Reason.REGION),  # Jamaica dials +1
        ("+12642355501", Reason.REGION),  # Anguilla dials +1
        ("+12423591234", Reason.REGION),  # the Bahamas dial +1
        ("+18095550123", Reason.REGION),  # the Dominican Republic dials +1
        ("+16712345678", Reason.REGION),  # Guam is not named here
        ("876-555-0123", Reason.REGION),  # Jamaica as dialled from America
        ("+441481960194", Reason.REGION),  # Guernsey shares +44
        ("+447624123456", Reason.REGION),  # the Isle of Man shares +44
        ("+77012345678", Reason.REGION),  # Kazakhstan shares +7
        ("+74951234567", Reason.REGION),  # Moscow
        ("+8613812345678", Reason.REGION),  # China
        ("+2348021234567", Reason.REGION),  # Nigeria
        ("+972502345678", Reason.REGION),  # Israel
        ("+390669812345", Reason.REGION),  # the Vatican is in Italy's plan, and a region of its own
        # Kinds that never book, wherever they are
        ("+19005550123", Reason.PREMIUM),  # America's 900
        ("1-900-555-0123", Reason.PREMIUM),  # the same as dialled
        ("+449012345678", Reason.PREMIUM),  # Britain's 09
        ("+33899123456", Reason.PREMIUM),  # France's 089
        ("+611900654321", Reason.PREMIUM),  # Australia's 1900: the kind is said before the region
        ("+979123456789", Reason.PREMIUM),  # the international premium code
        ("+34902123456", Reason.SHARED_COST),  # Spain's 902
        ("+49180512345", Reason.SHARED_COST),  # Germany's 0180
        ("+80812345678", Reason.SHARED_COST),  # the international shared-cost code
        ("+18005550199", Reason.TOLL_FREE),  # the demo's own line calling itself
        ("1-800-FLOWERS", Reason.TOLL_FREE),  # in letters
        ("+18885550123", Reason.TOLL_FREE),  # a younger code of the same
        ("+448001111111", Reason.TOLL_FREE),  # Britain's 0800
        ("+80012345678", Reason.TOLL_FREE),  # the international freephone code
        ("+881612345678", Reason.SATELLITE),  # Iridium, to the metadata a mobile
        ("+870773111632", Reason.SATELLITE),  # Inmarsat, to the metadata a mobile
        ("+8821612345678", Reason.SATELLITE),  # Thuraya, to the metadata internet telephony
        ("+883510012345678", Reason.SATELLITE),  # networks of no country
        ("+447640123456", Reason.PAGER),  # Britain's 076
        ("+491641234567", Reason.PAGER),  # Germany's 0164
        ("+443001234567", Reason.UNIVERSAL),  # Britain's 03 for public bodies
        ("+33806123456", Reason.UNIVERSAL),  # France's 0806
        ("+4918500123456", Reason.UNIVERSAL),  # Germany's 018
        ("+548101234567", Reason.UNIVERSAL),  # Argentina's 0810
        ("+41860123456789", Reason.VOICEMAIL),  # a Swiss mailbox
        ("+15005550123", Reason.PERSONAL),  # America's follow-me 500
        ("+16225550123", Reason.PERSONAL),  # Canada's follow-me 622
        ("+447006123456", Reason.PERSONAL),  # Britain's 070
        ("+4970012345678", Reason.PERSONAL),  # Germany's 0700
        ("+878101234567890", Reason.PERSONAL),  # the international personal code
        # Codes
        ("911", Reason.SHORT_CODE),  # emergency
        ("112", Reason.SHORT_CODE),  # emergency, from a European handset
        ("988", Reason.SHORT_CODE),  # the crisis line
        ("411", Reason.SHORT_CODE),  # directory enquiries
        ("+1911", Reason.SHORT_CODE),  # with the country code that a careless switch puts before it
        ("72975", Reason.SHORT_CODE),  # a sender of bulk texts, five digits
        ("262966", Reason.SHORT_CODE),  # a sender of bulk texts, six digits
        # Wrong lengths, no plan
        ("0", Reason.TOO_SHORT),  # the key for a person
        ("5", Reason.TOO_SHORT),  # one key
        ("+1", Reason.TOO_SHORT),  # a country code alone
        ("555-0123", Reason.TOO_SHORT),  # the local part alone
        ("202555012", Reason.TOO_SHORT),  # one digit missing
        ("+44207946", Reason.TOO_SHORT),  # half a number
        ("20255501234", Reason.TOO_LONG),  # one digit too many
        ("+12025550123 5", Reason.TOO_LONG),  # a stray digit
        ("2025550123 2025550124", Reason.TOO_LONG),  # two numbers
        ("442079460018", Reason.TOO_LONG),  # a country code without + or prefix is not guessed at
        ("+1202555012320255501242025550125", Reason.TOO_LONG),  # three numbers
        ("1" * 200, Reason.TOO_LONG),  # a finger that stayed on the key
        ("+12021110123", Reason.INVALID),  # no exchange starts with 1
        ("+11115550123", Reason.INVALID),  # no area starts with 1
        ("0000000000", Reason.INVALID),  # zeros of an unwilling switch
        ("+10000000000", Reason.INVALID),  # the same with a country code
        ("+00000000000", Reason.INVALID),  # no country code starts with 0
        ("1234567890", Reason.INVALID),  # keyed at random: no area starts with 1
        ("+9991234567890", Reason.INVALID),  # no such country code
        ("+447700900123", Reason.INVALID),  # Ofcom's mobile for fiction is in no plan
        ("+17005550123", Reason.INVALID),  # 700 means another thing to each carrier
        ("+525012345678", Reason.INVALID),  # no such area in Mexico
        ("+54 9 800 1234567", Reason.INVALID),  # a 9 before freephone is no mobile
        # No number
        ("+", Reason.NOT_A_NUMBER),  # a + alone
        ("#", Reason.NOT_A_NUMBER),  # the end of an empty entry
        ("*", Reason.NOT_A_NUMBER),  # the key that repeats
        ("*67 202 555 0123", Reason.NOT_A_NUMBER),  # a dialling code before it
        ("hello", Reason.NOT_A_NUMBER),  # a word
        ("FLOWERS", Reason.NOT_A_NUMBER),  # a word that spells seven keys
        ("Demo Bank", Reason.NOT_A_NUMBER),  # a text sender's name
        ("null", Reason.NOT_A_NUMBER),  # somebody's empty value
        ("²", Reason.NOT_A_NUMBER),  # str.isdigit says yes, int says no
        ("202555012³", Reason.NOT_A_NUMBER),  # a footnote is no digit
        ("1_000", Reason.NOT_A_NUMBER),  # int says 1000
        ("1e10", Reason.NOT_A_NUMBER),  # float says ten thousand million
        ("2.025550123E+09", Reason.NOT_A_NUMBER),  # a spreadsheet's idea of a telephone number
        ("2o25550123", Reason.NOT_A_NUMBER),  # an O for a zero: 6 on the keypad
        ("202555O123 l", Reason.NOT_A_NUMBER),  # an O and an L
        ("202 555 0123 or 0124", Reason.NOT_A_NUMBER),  # an alternative
        ("2025550123;2025550124", Reason.NOT_A_NUMBER),  # a list
        ("2025550123,2025550124", Reason.NOT_A_NUMBER),  # a list with a comma, too long for an extension
        ("2025550123\n2025550124", Reason.NOT_A_NUMBER),  # a list in lines
        ("+1 202 555 0123 / +1 202 555 0124", Reason.NOT_A_NUMBER),  # two numbers
        ("++12025550123", Reason.NOT_A_NUMBER),  # two plus signs
        ("call 2025550123", Reason.NOT_A_NUMBER),  # a word before it
        ("tel:2079460018;phone-context=+44", Reason.NOT_A_NUMBER),  # a number that is local to somewhere else
        ("\x00", Reason.NOT_A_NUMBER),  # NUL
        ("2025550123\x00", Reason.NOT_A_NUMBER),  # a number and NUL
        ("📞 2025550123", Reason.NOT_A_NUMBER),  # an emoji
        ("2️⃣0️⃣2️⃣5️⃣5️⃣5️⃣0️⃣1️⃣2️⃣3️⃣", Reason.NOT_A_NUMBER),  # keycaps
        ("\ud800", Reason.NOT_A_NUMBER),  # a lone surrogate
        ("2025550123\udfff", Reason.NOT_A_NUMBER),  # a number and a lone surrogate
        ("<Response/>", Reason.NOT_A_NUMBER),  # markup
        ("' OR 1=1 --", Reason.NOT_A_NUMBER),  # an old trick
        ("{{7*7}}", Reason.NOT_A_NUMBER),  # a newer one
        ("9" * 256, Reason.NOT_A_NUMBER),  # longer than anything true
        # Addresses of other networks
        ("client:jenny", Reason.NOT_A_TELEPHONE),  # a browser telephone of Twilio
        ("sip:alice@example.com", Reason.NOT_A_TELEPHONE),  # SIP
        ("sips:alice@example.com", Reason.NOT_A_TELEPHONE),  # SIP over TLS
        ("sip:+12025550123@example.com;user=phone", Reason.NOT_A_TELEPHONE),  # SIP with digits: anybody may write them
        ("+12025550123@example.com", Reason.NOT_A_TELEPHONE),  # the same without its scheme
        ("whatsapp:+12025550123", Reason.NOT_A_TELEPHONE),  # a messenger
        ("messenger:1234567890", Reason.NOT_A_TELEPHONE),  # another
        ("mailto:alice@example.com", Reason.NOT_A_TELEPHONE),  # mail
    ],
    "GB": [
        ("020 7946 0018", "+442079460018"),  # at home with the trunk 0
        ("(020) 7946 0018", "+442079460018"),  # in brackets
        ("0114 272 6444", "+441142726444"),  # Sheffield, not the American prefix
        ("00 1 202 555 0123", "+12025550123"),  # abroad with its own prefix
        ("011 1 202 555 0123", "+12025550123"),  # abroad with America's, which no British number can be
        ("07911 123456", Reason.REGION),  # a mobile of Guernsey
        ("999", Reason.SHORT_CODE),  # emergency
        ("7946 0018", Reason.TOO_SHORT),  # the local part alone
        ("202 555 0123", Reason.INVALID),  # an American number without its code is not guessed at
    ],
    "MX": [
        ("55 1234 5678", "+525512345678"),  # as dialled since 2019
        ("044 55 1234 5678", "+525512345678"),  # as dialled before, to a mobile near by
        ("045 55 1234 5678", "+525512345678"),  # as dialled before, to a mobile far away
        ("01 55 1234 5678", "+525512345678"),  # as dialled before, to a fixed line
        ("1 55 1234 5678", "+525512345678"),  # with the mobile 1
        ("800 123 4567", Reason.TOLL_FREE),  # freephone
    ],
    "AR": [
        ("11 2345-6789", "+5491123456789"),  # without the trunk 0
        ("011 2345-6789", "+5491123456789"),  # Buenos Aires, not the American prefix
        ("011 15 2345-6789", "+5491123456789"),  # a mobile of Buenos Aires
        ("0351 15 512-3456", "+5493515123456"),  # a mobile of Córdoba
    ],
    "BR": [
        ("(61) 98123-4567", "+5561981234567"),  # a mobile
        ("(61) 8123-4567", "+5561981234567"),  # of before the ninth digit
        ("0 15 61 98123-4567", "+5561981234567"),  # with the carrier's code
        ("0 xx 61 98123-4567", Reason.NOT_A_NUMBER),  # with the carrier's code left open
    ],
    "IE": [
        ("048 9012 3456", "+442890123456"),  # Northern Ireland
        ("01 234 5678", "+35312345678"),  # Dublin
    ],
    "IT": [
        ("06 1234 5678", "+390612345678"),  # Rome
        ("312 345 6789", "+393123456789"),  # a mobile
        ("0549 886377", "+3780549886377"),  # San Marino
    ],
    "PT": [
        ("266696687", Reason.WITHHELD),  # also a fixed line in Évora: the price of the rule
        ("+351 266 696 687", Reason.REGION),  # that line with its code: Portugal is not served here
    ],
}
