-- Aliases that no question will use, as in sentence_of.
create or replace macro sources_of(id) as
coalesce(
    (
        select string_agg(said_by.name, ' → ' order by said_by.position)
        from statement_sources as said_by
        where said_by.statement_id = id  -- noqa: RF02, RF03
    ),
    (
        select string_agg(told_by.name, ' → ' order by told_by.position)
        from event_sources as told_by
        where told_by.event_id = id  -- noqa: RF02, RF03
    )
);

comment on macro sources_of is  -- noqa: PRS
'Who says so: the chain of sources of a sanctions statement or an event by its id, innermost first.';
