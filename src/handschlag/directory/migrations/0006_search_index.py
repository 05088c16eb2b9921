"""The search index, and beside it the full-text index of the database that is in use.

SQLite: triggers copy the columns into an FTS5 table. A later migration that lets Django remake the table of
documents must make the triggers again (tests/platform/directory/search/test_fulltext.py would tell).
PostgreSQL: generated tsvector columns. Both read the tokens as they are, so that both find the same.
"""

from django.db import migrations, models

TABLE = "directory_searchdocument"
COLUMNS = ("name", "topics", "statements", "place", "text", "spelled")
NAMES = ", ".join(COLUMNS)
OLD, NEW = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("old", "new"))
TAKE_OUT = f"INSERT INTO directory_searchindex(directory_searchindex, rowid, {NAMES}) VALUES ('delete', old.id, {OLD});"
PUT_IN = f"INSERT INTO directory_searchindex(rowid, {NAMES}) VALUES (new.id, {NEW});"

SQLITE = (
    f"""CREATE VIRTUAL TABLE directory_searchindex USING fts5(
        {NAMES}, content='{TABLE}', content_rowid='id', tokenize="ascii tokenchars '_=~'"
    )""",
    f"CREATE TRIGGER directory_searchindex_insert AFTER INSERT ON {TABLE} BEGIN {PUT_IN} END",
    f"CREATE TRIGGER directory_searchindex_delete AFTER DELETE ON {TABLE} BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER directory_searchindex_update AFTER UPDATE ON {TABLE} BEGIN {TAKE_OUT} {PUT_IN} END",
)
SQLITE_BACK = (
    "DROP TRIGGER directory_searchindex_insert",
    "DROP TRIGGER directory_searchindex_delete",
    "DROP TRIGGER directory_searchindex_update",
    "DROP TABLE directory_searchindex",
)
VECTORS = ", ".join(
    f"ADD COLUMN {column}_vector tsvector GENERATED ALWAYS AS (directory_tokens({column})) STORED"
    for column in COLUMNS
)
POSTGRESQL = (
    """CREATE FUNCTION directory_tokens(tokens text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(quote_literal(token) || ':' || least(place, 16383), ' '), '')::tsvector
        FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS spoken(token, place) WHERE token <> ''
    $$""",
    f"ALTER TABLE {TABLE} {VECTORS}",
    f"CREATE INDEX directory_searchindex ON {TABLE} USING gin ({', '.join(f'{c}_vector' for c in COLUMNS)})",
)
POSTGRESQL_BACK = (
    "DROP INDEX directory_searchindex",
    f"ALTER TABLE {TABLE} {', '.join(f'DROP COLUMN {column}_vector' for column in COLUMNS)}",
    "DROP FUNCTION directory_tokens(text)",
)


def make(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def take_away(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_links_of_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexChange',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('stamp', models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name='concept',
            name='related',
            field=models.ManyToManyField(blank=True, to='directory.concept'),
        ),
        migrations.CreateModel(
            name='IndexState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('stamp', models.CharField(max_length=32)),
                ('vocabulary', models.CharField(max_length=32)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='the_index_has_one_state')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('network', 'Network'), ('actor', 'Actor'), ('programme', 'Programme'), ('field', 'Field'), ('story', 'Story')], max_length=10)),
                ('key', models.CharField(max_length=24)),
                ('is_public', models.BooleanField(default=False)),
                ('changed_in', models.PositiveBigIntegerField(db_index=True)),
                ('slug', models.CharField(blank=True, max_length=100)),
                ('title_de', models.CharField(blank=True, max_length=240)),
                ('title_en', models.CharField(blank=True, max_length=240)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('land', models.CharField(blank=True, max_length=2)),
                ('size', models.CharField(blank=True, max_length=8)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('members', models.PositiveIntegerField(blank=True, null=True)),
                ('day', models.DateField(blank=True, null=True)),
                ('sort_key', models.CharField(blank=True, max_length=400)),
                ('length', models.PositiveSmallIntegerField(default=0)),
                ('facts', models.JSONField(default=dict)),
                ('name', models.TextField(blank=True)),
                ('topics', models.TextField(blank=True)),
                ('statements', models.TextField(blank=True)),
                ('place', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('spelled', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('type', 'key'), name='an_entry_has_one_document')],
            },
        ),
        migrations.RunPython(make, take_away),
    ]
