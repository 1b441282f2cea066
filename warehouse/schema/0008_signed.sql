-- The manifest knows which years are being changed, and keeps what did not agree with it.

ALTER TABLE manifest ADD COLUMN is_open BOOLEAN;
ALTER TABLE manifest ADD COLUMN disagreement VARCHAR;
COMMENT ON COLUMN manifest.is_open IS '是否正在变动：有运行改过而尚未重新签定';
COMMENT ON COLUMN manifest.disagreement IS '与签定不符之处：在运行之外增删改过；查明后以 fazhi check --accept 认可，相符时为空';
UPDATE manifest SET is_open = false;
