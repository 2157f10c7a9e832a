-- How long a copy was wrong, at most: since its source changed, or since the last comparison began
-- that left it right. It is the lag that events alone would have left.
alter table difference add lag_ms bigint;
alter table run add lag_ms bigint;
