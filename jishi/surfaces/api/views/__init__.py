"""Operations: parse, call one door, answer."""
