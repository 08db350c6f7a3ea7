package org.healthdiary.bridge

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import org.healthdiary.DiaryException

/** Why something was not done. Nothing is lost by any of them. */
public enum class Trouble {
    WRONG_SECRET,
    WEAK_PASSPHRASE,
    TOO_MANY_TRIES,

    /** The phone's key is gone or no longer valid: the passphrase or the recovery code opens. */
    KEY_GONE,

    /** The phone takes no finger and no face for a while. */
    LOCKED_OUT,
    CANCELLED,
    NO_DIARY,
    DAMAGED,
    MISSING,
    NEWER,
    IN_USE,
    NO_SPACE,
    SHUT,
    DOUBTFUL,
    INVALID,

    /** The app may not use Bluetooth. */
    NOT_PERMITTED,

    /** The folder of the backups is not there. */
    FOLDER_GONE,

    /** The app may no longer use the folder of the backups, or not write in it. */
    FOLDER_REFUSED,
    FOLDER_FULL,

    /** A file that somebody picked cannot be read, or written. */
    FILE_GONE,

    /** It is larger than what goes beside an entry. */
    TOO_LARGE,
    FAILED,
}

/** What the bridge throws, and nothing else. Its text names the trouble, and nothing of a diary. */
public class DiaryTrouble(
    public val what: Trouble,
    cause: Throwable? = null,
) : Exception(what.name, cause)

/** Calls the core off this thread, and gives its errors as [DiaryTrouble]. */
internal suspend fun <T> core(call: () -> T): T =
    withContext(Dispatchers.IO) {
        try {
            call()
        } catch (refused: DiaryException) {
            throw DiaryTrouble(troubleOf(refused), refused)
        }
    }

internal fun troubleOf(refused: DiaryException): Trouble =
    when (refused) {
        is DiaryException.WrongSecret -> Trouble.WRONG_SECRET

        is DiaryException.WeakPassphrase -> Trouble.WEAK_PASSPHRASE

        is DiaryException.TooManyTries -> Trouble.TOO_MANY_TRIES

        is DiaryException.NoHousehold -> Trouble.NO_DIARY

        is DiaryException.Damaged -> Trouble.DAMAGED

        is DiaryException.Missing -> Trouble.MISSING

        is DiaryException.Newer -> Trouble.NEWER

        is DiaryException.InUse -> Trouble.IN_USE

        is DiaryException.NoSpace -> Trouble.NO_SPACE

        is DiaryException.Shut -> Trouble.SHUT

        is DiaryException.Doubtful -> Trouble.DOUBTFUL

        is DiaryException.Cancelled -> Trouble.CANCELLED

        is DiaryException.Invalid, is DiaryException.NotFound, is DiaryException.NotAllowed -> Trouble.INVALID

        // What the key store had to say is known where it was asked.
        is DiaryException.KeyStoreRefused -> Trouble.KEY_GONE

        is DiaryException.System, is DiaryException.Fault, is DiaryException.Failed -> Trouble.FAILED
    }
