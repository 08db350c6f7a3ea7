package org.healthdiary.bridge

import org.healthdiary.Household
import org.healthdiary.MemberRole

/** What a person is in the household; as in the core. */
public enum class Role { OWNER, ADULT, CHILD, GUEST }

/** Whether a person's diary has a lock of its own. */
public enum class Lock { NONE, OPEN, SHUT }

/** A person of the household. */
public data class HouseholdMember(
    val id: String,
    val name: String,
    val role: Role,
    val lock: Lock,
)

/** The people of the household. */
public class People internal constructor(
    private val diary: HealthDiary,
) {
    /** Everybody, in the order in which they came. */
    public suspend fun all(): List<HouseholdMember> =
        diary.opened().let { household ->
            core {
                household.people().map { HouseholdMember(it.id, it.name, Role.valueOf(it.role.name), lockOf(household, it.id)) }
            }
        }

    private fun lockOf(
        household: Household,
        person: String,
    ): Lock =
        household.ownLock(person).use { lock ->
            when {
                !lock.isThere() -> Lock.NONE
                lock.isShut() -> Lock.SHUT
                else -> Lock.OPEN
            }
        }

    /** Adds a person with an empty diary, and gives their id. A name that is somebody's already is [Trouble.INVALID]. */
    public suspend fun add(
        name: String,
        role: Role,
    ): String =
        changing { household ->
            val person = household.addPerson(name)
            household.setRole(person, MemberRole.valueOf(role.name))
            person
        }

    /** Says what a person may do; the last who looks after the household stays so: [Trouble.INVALID]. */
    public suspend fun setRole(
        person: String,
        role: Role,
    ): Unit = changing { it.setRole(person, MemberRole.valueOf(role.name)) }

    /** Removes a person with the whole diary, for good. */
    public suspend fun remove(person: String) {
        changing { it.removePerson(person) }
    }

    /** Gives a diary a lock of its own: from then on its person's passphrase alone opens it. Gives the recovery code, shown once. */
    public suspend fun handOver(
        person: String,
        passphrase: String,
    ): String = changing { it.handOver(person, passphrase) }

    /** Opens a lock of somebody's own. */
    public suspend fun unlock(
        person: String,
        passphrase: String,
    ): Unit = changing { household -> household.ownLock(person).use { it.openWithPassphrase(passphrase) } }

    /** Opens it with its recovery code. */
    public suspend fun unlockByCode(
        person: String,
        code: String,
    ): Unit = changing { household -> household.ownLock(person).use { it.openWithRecoveryCode(code) } }

    /** Shuts a lock of somebody's own. */
    public suspend fun shut(person: String): Unit = changing { household -> household.ownLock(person).use { it.shut() } }

    private suspend fun <T> changing(call: (Household) -> T): T =
        diary.opened().let { household -> core { call(household) }.also { diary.lookAgain() } }
}
