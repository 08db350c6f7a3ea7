package org.healthdiary.bridge

import org.healthdiary.TypedSecret

/** The letters and digits of a recovery code. */
private const val CODE = 36

/** What somebody typed where either is asked for: a recovery code is known by its length, and by having nothing but what codes have. */
internal fun secretOf(typed: String): TypedSecret {
    val isCode = typed.count { it.isLetterOrDigit() } == CODE && typed.all { it.isLetterOrDigit() || it == '-' || it.isWhitespace() }
    // Words alone are no code, however long: six and more digits are in every one that was ever drawn, as good as certainly.
    return if (isCode && typed.any(Char::isDigit)) TypedSecret.RecoveryCode(typed) else TypedSecret.Passphrase(typed)
}
