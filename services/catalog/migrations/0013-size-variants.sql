-- How long, wide and high one unit is as it is packed, in millimetres; null: not known.
alter table variant add column size_mm int[]
  check (cardinality(size_mm) = 3 and 1 <= all (size_mm) and 5000 >= all (size_mm));
