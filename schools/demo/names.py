"""Names and addresses of people who do not exist, and look it."""

from django.utils.text import slugify

from hlp.models import User
from schools.models import School

FIRST = (
    "Amara Benedict Chandra Dilys Emeka Farida Gwen Hamish Ines Joss Kavita Lorcan Mina Nikhil Oona Piotr Quentin "
    "Rosalind Sanjay Tamsin Ugo Verity Wilfred Xanthe Yusuf Zelda Aidan Bronwyn Cosmo Devika Elspeth Femi Greta "
    "Harpreet Isolde Jamila Kit Leopold Maeve Nadia Otis Pippa Rafael Saira Tobias Una Viktor Winifred Yolanda Zubin "
    "Astrid Barnaby Clementine Dermot Eudora Fergus Guneet Hetty Idris Juno Kofi Lavinia"
).split()
START = (
    "Amber Bramble Cobble Dapple Elder Fennel Gorse Hazel Inkle Juniper Kestrel Lantern Marigold Nettle Otter "
    "Pebble Quill Rowan Saffron Thistle"
).split()
END = (
    "wick mere dell brook spark down ling hollow more bright stone feather wold fern gate water lark wing by moor"
).split()


def name(number: int) -> str:
    """The name of the invented person with this number, from 0 to 399; no two are alike."""
    start, end = START[number % 20], END[(7 * number + number // 20) % 20]
    return f"{FIRST[number % len(FIRST)]} {start}{end}"


def person(number: int, domain: str) -> User:
    """An invented person, not saved: address under .example, number from the range kept for drama."""
    made = User(
        name=name(number),
        email=f"{slugify(name(number)).replace('-', '.')}@{domain}.example",
        phone=f"07700 900{number:03}",
    )
    made.set_unusable_password()
    return made


def domain(school: School) -> str:
    """The invented mail domain of a school, without its ending."""
    words = [word for word in slugify(school.name).split("-") if word not in {"school", "the", "and"}]
    return "-".join(words)[:40].strip("-")
