"""Topics: what is talked about and not in the codebook; found, looked at, mended by people, and made into codes.

One module an idea: what is asked (`asked`) and shown (`types`); which segments (`selecting`); the search (`starting`,
`running`) guided by what was kept (`keeping`); looking (`viewing`); edits (`editing`, `replaying`, `measuring`); what is
new (`comparing`); topics beside codes (`overlapping`) and groups (`sharing`); a topic made a code (`promoting`, `settling`).
"""
