-- What other figures make of a fact, and whether it counts a stock or a flow.
-- A statement that names fact_indicator_unknown is repeated for the table of each report year.

ALTER TABLE fact_indicator_unknown ADD COLUMN computed DOUBLE;
ALTER TABLE fact_indicator_unknown ADD COLUMN aspect VARCHAR;
COMMENT ON COLUMN fact_indicator_unknown.computed IS '由核对它的其他数字算得的数值，单位同 unit；无从核对时为空';
COMMENT ON COLUMN fact_indicator_unknown.aspect IS '存量或流量：stock 某一时点的数（现有、共有），flow 一段时期的数（收到、办理）；看不出时为空';
