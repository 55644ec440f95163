"""Who buys in the demo store, and where they live."""

# first name, last name, street, city, state, zip code, country, language
PEOPLE: list[tuple[str, str, str, str, str, str, str, str]] = [
    ("Ana", "Brandt", "12 Quay Rd", "Boston", "MA", "02116", "US", "en"),
    ("Marcus", "Whitfield", "480 Cedar Ave", "Austin", "TX", "78701", "US", "en"),
    ("Priya", "Raman", "77 Mission St", "San Francisco", "CA", "94105", "US", "en"),
    ("Jürgen", "Großmann", "Lindenstraße 8", "Köln", "", "50674", "DE", "de"),
    ("Änne", "Müller-Lüdenscheidt", "Am Mühlenbach 3a", "München", "", "80331", "DE", "de"),
    ("Chloé", "Lefèvre", "5 rue de l'Église", "Lyon", "", "69005", "FR", "fr"),
    ("François-Xavier", "d'Aubigné", "18 bd Saint-Michel", "Paris", "", "75005", "FR", "fr"),
    ("Siobhán", "Ní Bhriain", "4 Cúirt na Coille", "Galway", "", "H91 E2K3", "IE", "en"),
    ("Oliver", "Hargreaves", "Flat 2, 31 Mill Lane", "Leeds", "", "LS1 4DY", "GB", "en"),
    ("Íñigo", "Núñez Peña", "Calle del Pez 22, 3º", "Madrid", "", "28004", "ES", "es"),
    ("Giulia", "D'Angelo", "Via dei Mille 9", "Torino", "", "10123", "IT", "it"),
    ("Łukasz", "Wójcik", "ul. Świętojańska 44/7", "Gdynia", "", "81-393", "PL", "pl"),
    ("Žofie", "Dvořáková", "Náměstí Míru 6", "Brno", "", "602 00", "CZ", "cs"),
    ("Νίκος", "Παπαδόπουλος", "Ερμού 15", "Αθήνα", "", "105 63", "GR", "el"),
    ("Олена", "Шевченко", "вул. Хрещатик 22", "Київ", "", "01001", "UA", "uk"),
    ("Дмитрий", "Кузнецов", "ул. Ленина, д. 5, кв. 12", "Казань", "", "420000", "RU", "ru"),
    ("山田", "太郎", "千代田1-1", "東京", "", "100-0001", "JP", "ja"),
    ("王", "小明", "南京西路 1266 号", "上海", "", "200040", "CN", "zh"),
    ("김", "민준", "세종대로 110", "서울", "", "04524", "KR", "ko"),
    ("נועה", "לוי", "דיזנגוף 99", "תל אביב", "", "6439602", "IL", "he"),
    ("أحمد", "عبد الرحمن", "شارع طلعت حرب 10", "القاهرة", "", "11511", "EG", "ar"),
    ("สมชาย", "ใจดี", "ถนนสุขุมวิท 21", "กรุงเทพฯ", "", "10110", "TH", "th"),
    ("Ayşe", "Yılmaz", "İstiklal Cad. 120", "İstanbul", "", "34430", "TR", "tr"),
    ("João", "da Conceição", "Rua das Flores 10", "São Paulo", "", "01310-100", "BR", "pt"),
    ("Þórdís", "Sigurðardóttir", "Laugavegur 28", "Reykjavík", "", "101", "IS", "is"),
    ("Åsa", "Öberg", "Drottninggatan 14", "Göteborg", "", "411 07", "SE", "sv"),
    ("Pieter", "van der Berg", "Keizersgracht 201", "Amsterdam", "", "1016 DR", "NL", "nl"),
    ("Wilhelmina Alexandra", "Featherstonehaugh-Cholmondeley", "The Old Rectory", "Bath", "", "BA1 1AA", "GB", "en"),
    ("Kerry", "O'Neill", "9 Harbour View Pde", "Sydney", "", "2000", "AU", "en"),
    ("Émile", "Tremblay", "1450 rue Crescent", "Montréal", "", "H3G 2B6", "CA", "fr"),
    ("X Æ", "Li", "1 A", "Cork", "", "", "IE", "en"),
]  # fmt: skip

COMPANIES = ["", "", "", "", "", "", "Brookside Cafe Ltd", "Studio Nord GmbH", "Librairie du Pont"]

NOTES = [
    "",
    "",
    "",
    "",
    "Please ring twice.",
    "Leave with the neighbour at no. 14 if nobody is in.",
    "It is a present: please <b>no invoice</b> in the parcel & wrap it.",
    "Bitte nicht vor 10 Uhr liefern.",
    "Line one\nLine two\n\nLine four",
]
