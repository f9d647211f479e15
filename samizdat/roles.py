"""Who can have made something of a book: the MARC relator terms that suit books, and their codes.

Source: Library of Congress, MARC Code List for Relators. Terms of the theatre, the court, the
laboratory and the film studio are left out; `other` serves for them.
"""

from __future__ import annotations

_TERMS = """
abr abridger
ann annotator
arr arranger
art artist
aud author of dialog
aui author of introduction
aut author
aft author of afterword
aqt author in quotations
ant bibliographic antecedent
bnd binder
bdd binding designer
blw blurb writer
bkd book designer
bkp book producer
bjd bookjacket designer
bpd bookplate designer
bsl bookseller
cll calligrapher
ctg cartographer
cns censor
ctb contributor
clt collotyper
cmm commentator
cwt commentator for written text
com compiler
cmp composer
cmt compositor
cre creator
crr corrector
crp correspondent
cov cover designer
dte dedicatee
dto dedicator
dln delineator
dst distributor
dnr donor
dub dubious author
edt editor
edc editor of compilation
etr etcher
egr engraver
fac facsimilist
fmo former owner
fnd funder
hnr honoree
ilu illuminator
ill illustrator
ins inscriber
ive interviewee
ivr interviewer
lbt librettist
lnd lender
ltg lithographer
lyr lyricist
mfr manufacturer
mrb marbler
mrk markup editor
mtk minute taker
nrt narrator
org originator
oth other
own owner
pan panelist
ppm papermaker
pat patron
pht photographer
plt platemaker
prt printer
pop printer of plates
prm printmaker
pfr proofreader
pbd publishing director
pbl publisher
rcp addressee
rev reviewer
rbr rubricator
sad scientific advisor
scr scribe
scl sculptor
sec secretary
spk speaker
spn sponsor
stl storyteller
ths thesis advisor
trc transcriber
trl translator
tyd type designer
tyg typographer
wde wood engraver
wdc woodcutter
wac writer of added commentary
wal writer of added lyrics
wam writer of accompanying material
wat writer of added text
win writer of introduction
wpr writer of preface
wst writer of supplementary textual content
"""

ROLES = {line[4:]: line[:3] for line in _TERMS.split("\n") if line}
"""The three-letter code of each term."""
