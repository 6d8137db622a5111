-- DuckDB puts the argument's text in place of `id`: an alias here that the question uses as well would take it over.
create or replace macro sentence_of(id) as
coalesce(
    (
        select substring(said_in.text, said.sentence_start + 1, said.sentence_end - said.sentence_start)
        from sanctions as said
        inner join articles as said_in on said.article_id = said_in.article_id and said_in.is_current
        where said.statement_id = id  -- noqa: RF02, RF03
    ),
    (
        select substring(told_in.text, told.sentence_start + 1, told.sentence_end - told.sentence_start)
        from events as told
        inner join articles as told_in on told.article_id = told_in.article_id and told_in.is_current
        where told.event_id = id  -- noqa: RF02, RF03
    )
);

comment on macro sentence_of is  -- noqa: PRS
'The sentence that makes a sanctions statement or tells an event, by its id; null when there is none.';
