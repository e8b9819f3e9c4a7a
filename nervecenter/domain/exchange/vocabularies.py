"""Words that a field usually holds: countries by their everyday English names, and branches of industry.

They are only used to tell a misspelt word from a right one. No value has to be among them.
"""

_COUNTRIES = """
Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahamas, Bahrain,
Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia and Herzegovina, Botswana, Brazil,
Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Cape Verde, Central African Republic, Chad, Chile,
China, Colombia, Comoros, Congo, Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, Czechia, Denmark, Djibouti,
Dominica, Dominican Republic, Ecuador, Egypt, El Salvador, Equatorial Guinea, Eritrea, Estonia, Eswatini, Ethiopia,
Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana, Greece, Grenada, Guatemala, Guinea, Guinea-Bissau,
Guyana, Haiti, Honduras, Hong Kong, Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy,
Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kiribati, Korea, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia,
Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali,
Malta, Mauritania, Mauritius, Mexico, Micronesia, Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique, Myanmar,
Namibia, Nauru, Nepal, Netherlands, New Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Norway, Oman,
Pakistan, Palau, Palestine, Panama, Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Qatar, Romania,
Russia, Rwanda, Samoa, San Marino, Saudi Arabia, Senegal, Serbia, Seychelles, Sierra Leone, Singapore, Slovakia,
Slovenia, Solomon Islands, Somalia, South Africa, South Korea, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden,
Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand, Timor-Leste, Togo, Tonga, Trinidad and Tobago, Tunisia,
Turkey, Turkmenistan, Tuvalu, Uganda, Ukraine, United Arab Emirates, United Kingdom, United States, Uruguay,
Uzbekistan, Vanuatu, Venezuela, Vietnam, Yemen, Zambia, Zimbabwe
"""
_INDUSTRIES = """
accounting, advertising, aerospace, agriculture, airlines, automotive, aviation, banking, biotechnology, chemicals,
construction, consulting, consumer goods, defence, defense, education, electronics, employment, energy, engineering,
entertainment, environment, fashion, finance, financial services, fishing, food, forestry, furniture, government,
healthcare, hospitality, hotels, human resources, information technology, insurance, internet, investment, legal,
leisure, logistics, machinery, manufacturing, maritime, marketing, media, medical, metals, mining, music, nonprofit,
oil and gas, packaging, paper, pharmaceuticals, plastics, printing, public sector, publishing, railways, real estate,
recruiting, renewables, research, restaurants, retail, robotics, security, semiconductors, services, shipping, software,
sports, technology, telecom, telecommunications, textiles, tourism, trade, transport, transportation, travel, utilities,
veterinary, warehousing, wholesale
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(","))


_BY_FIELD = {
    "country": _words(_COUNTRIES),
    "countries": _words(_COUNTRIES),
    "industry": _words(_INDUSTRIES),
    "sector": _words(_INDUSTRIES),
}


def vocabulary_of(field: str) -> tuple[str, ...]:
    """The words that a field of this name usually holds; none for a field that we know nothing of."""
    return _BY_FIELD.get(field, ())
