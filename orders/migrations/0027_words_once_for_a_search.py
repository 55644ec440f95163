from django.db import migrations

# unaccent() counts as changeable, as its dictionary could be exchanged, so that a search would work
# it out again for each row it looks at. Ours stays: the planner may work it out once.
FUNCTION = """
CREATE FUNCTION search_form(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT public.unaccent('public.unaccent', lower(words)) $$
"""


class Migration(migrations.Migration):

    dependencies = [("orders", "0026_removed_raw_documents")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION search_form(text)")]
