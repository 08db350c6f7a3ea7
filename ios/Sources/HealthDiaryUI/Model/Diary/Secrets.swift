import HealthDiary

/// The letters and digits of a recovery code.
private let lengthOfCode = 36

/// What somebody typed where either is asked for: a recovery code is known by its length, and by having nothing but what codes have.
func secret(of typed: String) -> TypedSecret {
  let counted = typed.filter { $0.isLetter || $0.isNumber }.count
  let isCode =
    counted == lengthOfCode
    && typed.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0.isWhitespace }
  // Words alone are no code, however long: six and more digits are in every one that was ever drawn, as good as certainly.
  return isCode && typed.contains(where: \.isNumber)
    ? .recoveryCode(text: typed) : .passphrase(text: typed)
}
