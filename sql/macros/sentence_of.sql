-- DuckDB puts the argument's text in place of `id`: an alias here that the question uses as well would take it over.
create or replace macro sentence_of(id) as
coalesce(
    (
        select said.sentence
        from sanctions as said
        where said.statement_id = id  -- noqa: RF02, RF03
    ),
    (
        select told.sentence
        from events as told
        where told.event_id = id  -- noqa: RF02, RF03
    )
);

comment on macro sentence_of is  -- noqa: PRS
'The sentence that makes a sanctions statement or tells an event, by its id; null when there is none.';
