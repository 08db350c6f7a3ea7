package org.healthdiary.bridge

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.healthdiary.Household
import org.healthdiary.HouseholdPlace
import org.healthdiary.KeyStoreReply
import org.healthdiary.SecretKind
import org.healthdiary.TypedSecret
import org.healthdiary.bridge.keys.AndroidKeyStore
import org.healthdiary.bridge.keys.Prompt
import org.healthdiary.bridge.keys.PromptAnswer
import org.healthdiary.createHousehold
import org.healthdiary.keyStoreRequest
import org.healthdiary.slotsOf
import java.io.File

/** Whether the diary is there, and open. */
public enum class Door { NONE, SHUT, OPEN }

/**
 * The diary on this phone: made, unlocked, paused and shut here, and nowhere else. One for the process.
 *
 * Every function comes back once the disk has it, and throws nothing but [DiaryTrouble].
 */
public class HealthDiary internal constructor(
    place: HouseholdPlace,
    private val keys: AndroidKeyStore = AndroidKeyStore(),
    private val through: (Household) -> Household = { it },
) {
    /** Where it lies. */
    @Volatile
    internal var place: HouseholdPlace = place
        private set
    private val turn = Mutex()
    private val opened = MutableStateFlow<Household?>(null)

    /** Empty; it is there until somebody has the recovery code of the diary in this place. */
    private val owed get() = owedOf(place)
    private val doorNow = MutableStateFlow(if (isThere()) Door.SHUT else Door.NONE)

    @Volatile
    private var paused = false

    /** What is done with the inbox alone; it makes room for whoever unlocks or comes back. Touched by whoever has the turn. */
    private val besides = mutableSetOf<Job>()

    /** Counts what may change everything that shows: what arrived, who lives here, a lock, going on after a rest. */
    internal val moved = MutableStateFlow(0)

    private val phoneMovesNow = MutableStateFlow(0)

    /** Counts how often the phone's zone or clock was changed: it may be another day, and another place. */
    public val phoneMoves: StateFlow<Int> = phoneMovesNow.asStateFlow()

    /** Everything that shows is asked for again. */
    internal fun lookAgain(): Unit = moved.update { it + 1 }

    /** The open household, for those who show what is in it. */
    internal val household: StateFlow<Household?> = opened.asStateFlow()

    /** The household, unless it is shut or paused: then only the inbox takes anything. */
    internal val atWork: Household? get() = opened.value.takeUnless { paused }

    /** Whether the diary is there, and open. */
    public val door: StateFlow<Door> = doorNow.asStateFlow()

    /** Whether the phone itself can unlock: somebody has said that it may. */
    public suspend fun phoneUnlocks(): Boolean = phoneSlot() != null

    /** Makes the diary and its first person, opens it, and gives the recovery code, which is shown once. */
    public suspend fun make(
        name: String,
        passphrase: String,
    ): String =
        turn.withLock {
            core {
                owed.parentFile?.mkdirs()
                owed.createNewFile()
                val code = createHousehold(place, passphrase)
                val household = Household.openWithPassphrase(place, passphrase)
                household.addPerson(name)
                // Whoever hears that it is open finds somebody in it.
                take(household)
                code
            }
        }

    /** Whether nobody has said yet that the recovery code is written down: the process may have ended while it was shown. */
    public val codeIsOwed: Boolean get() = owed.exists()

    /** Somebody has the recovery code. */
    public suspend fun codeIsWritten() {
        core { owed.delete() }
    }

    /** A new recovery code in place of the one there was; it is shown once, and owed until somebody has written it down. */
    public suspend fun newCode(): String {
        val household = opened.value ?: throw DiaryTrouble(Trouble.SHUT)
        return core {
            owed.createNewFile()
            household.changeRecoveryCode()
        }
    }

    /** Unlocks with the passphrase. */
    public suspend fun openByPassphrase(typed: String): Unit = open { Household.openWithPassphrase(place, typed) }

    /** Unlocks with the recovery code. */
    public suspend fun openByCode(typed: String) {
        open { Household.openWithRecoveryCode(place, typed) }
        codeIsWritten()
    }

    /** Unlocks with either, whichever it looks like. */
    public suspend fun openByEither(typed: String): Unit =
        when (secretOf(typed)) {
            is TypedSecret.RecoveryCode -> openByCode(typed)
            is TypedSecret.Passphrase -> openByPassphrase(typed)
        }

    /** Unlocks by the phone, after a person has agreed. */
    public suspend fun openByPhone(prompt: Prompt) {
        val slot = phoneSlot() ?: throw DiaryTrouble(Trouble.KEY_GONE)
        val blob = core { keyStoreRequest(place, slot).blob }
        val reply =
            when (val opening = keys.toOpen(alias(slot), blob)) {
                is AndroidKeyStore.Opening.Answered -> opening.reply
                is AndroidKeyStore.Opening.Waits -> keys.open(opening.cipher, blob, prompt.ask(opening.cipher))
            }
        try {
            open { Household.openWithKeyStore(place, slot, reply) }
        } catch (refused: DiaryTrouble) {
            // What the key store answered says more than that it was no key.
            throw troubleOf(reply)?.let { DiaryTrouble(it, refused) } ?: refused
        }
    }

    /** Lets the phone unlock from now on, after a person has agreed; what they answered. */
    public suspend fun letPhoneUnlock(prompt: Prompt): PromptAnswer {
        val household = opened.value ?: throw DiaryTrouble(Trouble.SHUT)
        val offer = core { household.offerKeyStore() }
        val alias = alias(offer.slot())
        val cipher = keys.toWrap(alias).getOrElse { throw DiaryTrouble(Trouble.KEY_GONE, it) }
        val answer = prompt.ask(cipher)
        if (answer != PromptAnswer.AGREED) {
            // Nothing was wrapped with it.
            keys.remove(alias)
            return answer
        }
        core {
            val key = offer.key()
            household.addKeyStore(offer, keys.wrap(cipher, key))
            key.fill(0)
        }
        return answer
    }

    /** The phone unlocks no longer: the ways for it are taken out of the diary, then its keys. The other secrets open as before. */
    public suspend fun letPhoneUnlockNoMore() {
        val household = opened.value ?: throw DiaryTrouble(Trouble.SHUT)
        core {
            household.slots().filter { it.kind == SecretKind.KEY_STORE }.forEach { slot ->
                household.removeSlot(slot.id)
                keys.remove(alias(slot.id))
            }
        }
    }

    /** Sets another passphrase in place of the one there was. */
    public suspend fun changePassphrase(typed: String) {
        val household = opened.value ?: throw DiaryTrouble(Trouble.SHUT)
        core { household.changePassphrase(null, typed) }
    }

    /** Turns to another diary, which is shut; what was open is shut first, and stays as it is. */
    internal suspend fun turnTo(
        other: HouseholdPlace,
        owesCode: Boolean = false,
        turning: () -> Unit,
    ): Unit =
        turn.withLock {
            letGo()
            core {
                // Whoever restores has a secret of what is restored; one that was made anew has a code that nobody has seen.
                if (owesCode) owedOf(other).createNewFile()
                turning()
                owed.delete()
            }
            place = other
            doorNow.value = Door.SHUT
        }

    /** Before the app is suspended: everything is on the disk, and what arrives is still received. */
    public suspend fun pause(): Unit =
        turn.withLock {
            val household = opened.value ?: return
            core { household.pause() }
            paused = true
        }

    /** Goes on; where that cannot be, the diary is shut, and has to be unlocked. */
    public suspend fun resume(): Unit =
        turn.withLock {
            val household = opened.value ?: return
            makeRoom()
            try {
                core {
                    household.resume()
                    household.handOn()
                }
                paused = false
                lookAgain()
            } catch (refused: DiaryTrouble) {
                letGo()
                throw refused
            }
        }

    /** Shuts it: the keys are wiped. */
    public suspend fun shut(): Unit = turn.withLock { letGo() }

    /** The phone's zone or clock was changed: noted where the diary is open, else when it is unlocked. */
    public suspend fun phoneMoved() {
        phoneMovesNow.update { it + 1 }
        turn.withLock { atWork?.let { core { it.sight() } } }
    }

    private suspend fun open(how: () -> Household) {
        turn.withLock {
            if (opened.value != null) return
            makeRoom()
            core {
                // What waits belongs to somebody now.
                take(how()).handOn()
            }
        }
    }

    /**
     * Does something with the inbox alone, which excludes a household at work; none where there is one, or where somebody unlocks or comes
     * back meanwhile. They wait for its end and no longer, and this comes back once they are done.
     */
    internal suspend fun <T : Any> besides(what: suspend () -> T): T? =
        supervisorScope {
            val work =
                turn.withLock {
                    if (atWork != null) return@supervisorScope null
                    async { what() }.also(besides::add)
                }
            try {
                work.await()
            } catch (_: CancellationException) {
                // It made room, unless this itself was stopped.
                ensureActive()
                null
            } finally {
                withContext(NonCancellable) {
                    work.cancelAndJoin()
                    turn.withLock { besides.remove(work) }
                }
            }
        }

    private suspend fun makeRoom() = besides.forEach { it.cancelAndJoin() }

    private fun take(household: Household): Household =
        through(household).also {
            opened.value = it
            doorNow.value = Door.OPEN
        }

    private suspend fun letGo() {
        val household = opened.value ?: return
        opened.value = null
        paused = false
        doorNow.value = Door.SHUT
        core { household.shut() }
    }

    /** Whatever is there: a household that has lost a file is one that says so, and none that is made anew. */
    private fun isThere() = !File(place.folder).list().isNullOrEmpty()

    private suspend fun phoneSlot(): String? = core { slotsOf(place).firstOrNull { it.kind == SecretKind.KEY_STORE && it.usable }?.id }

    private fun owedOf(place: HouseholdPlace) = File("${place.stateFolder}-code-not-written-down")

    private fun alias(slot: String) = "health-diary-$slot"

    private fun troubleOf(reply: KeyStoreReply): Trouble? =
        when (reply) {
            is KeyStoreReply.Opened -> null
            KeyStoreReply.Cancelled -> Trouble.CANCELLED
            KeyStoreReply.LockedOut -> Trouble.LOCKED_OUT
            KeyStoreReply.Invalidated, KeyStoreReply.Gone -> Trouble.KEY_GONE
        }
}
